package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Interaction;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9635 §4.2.3 Calculating the Interaction Hash")
class InteractionHashTest {

  private static final String RFC_HASH = "x-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY";
  private static final Secret RFC_REF = Secret.of("4IFWWIKYB2PQ6U56NL1");
  private static final String OTHER_HASH = "pqj9nxQPdhnxSDzkXT4pc6eCbDlcnT6MNOJgq875AiM=";

  private static Interaction rfc(String endpoint) {
    return interaction(endpoint, "VJLO6A4CATR0KRO", "MBDOFXG4Y5CVJCX821LH");
  }

  private static Interaction interaction(String endpoint, String nonce, String finish) {
    return new Interaction(
        URI.create("https://server.example.com/interact"),
        URI.create(endpoint),
        Secret.of(nonce),
        Secret.of(finish));
  }

  private static boolean matches(String endpoint, String hash) {
    return InteractionHash.matches(rfc(endpoint), RFC_REF, hash);
  }

  @Test
  void matches_the_example_of_the_rfc() {
    assertThat(matches("https://server.example.com/tx", RFC_HASH)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x+gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY=",
        "x+gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY"
      })
  void matches_it_in_standard_base64(String hash) {
    assertThat(matches("https://server.example.com/tx", hash)).isTrue();
  }

  @Test
  void matches_a_hash_seen_at_the_reference_server() {
    var endpoint = "http://127.0.0.1:23006/438fa74a-fa7d-4317-9ced-dde32ece1787";
    var interaction =
        interaction(endpoint, "fdae2495-acbb-48f3-b164-edb5c0ddaff7", "849BDDB804D88EF9");

    assertThat(
            InteractionHash.matches(
                interaction, Secret.of("0a7a524a-4783-479d-adfc-eca2345e143a"), OTHER_HASH))
        .isTrue();
  }

  /// The last is the RFC's own example of another method; the others are by another implementation.
  @ParameterizedTest
  @CsvSource({
    "SHA_256, x-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY",
    "SHA_256_128, x-gguKWTj8rQf7d7i3w3Ug",
    "SHA_384, DwX1yKfwbAnxXBe7KO5rWSurmzBtHyTIW-rnmEv1ENWN7hqcSQLnEA6Mj4uIb7S6",
    "SHA_512,"
        + " 454VR2f6OAHg3PDng-iAbfPEeBCI70VP0KcpleQZBC5TfJRbNOgz0RGVWI_gLaQXwRFst3CyzWPS_IPRDZ39fw",
    "SHA3_256, whl7XZLXMQ5oVJS7Taz1RUc_ecDJ3_N2Wx8lDSl2UoY",
    "SHA3_384, AHZ8TIQ43e4oLZW8i6jpT-VStdgYF_y_h33lQBlAYwYGBo14ikEILHJ7Ze9ALgpf",
    "SHA3_512,"
        + " pyUkVJSmpqSJMaDYsk5G8WCvgY91l-agUPe1wgn-cc5rUtN69gPI2-S_s-Eswed8iB4PJ_a5Hg6DNi7qGgKwSQ"
  })
  void every_method_matches_its_own_hash_only(HashMethod method, String hash) {
    var padded = hash.replace('-', '+').replace('_', '/') + "=".repeat((4 - hash.length() % 4) % 4);

    for (var other : HashMethod.values()) {
      assertThat(InteractionHash.matches(by(other), RFC_REF, hash)).isEqualTo(other == method);
      assertThat(InteractionHash.matches(by(other), RFC_REF, padded)).isEqualTo(other == method);
    }
  }

  private static Interaction by(HashMethod method) {
    var rfc = rfc("https://server.example.com/tx");
    return new Interaction(rfc.start(), rfc.grantEndpoint(), rfc.nonce(), rfc.finish(), method);
  }

  @Test
  void lets_one_trailing_slash_come_or_go() {
    assertThat(matches("https://server.example.com/tx/", RFC_HASH)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://server.example.com/tx//",
        "https://server.example.com/TX",
        "https://SERVER.example.com/tx",
        "https://server.example.com:443/tx",
        "http://server.example.com/tx",
        "https://server.example.com/%74x",
        "https://server.example.com/tx?",
        "https://server.example.com/tx/?a=b",
        "https://server.example.com/",
        "https://attacker.example.com/tx"
      })
  void no_other_endpoint_is_the_one_that_was_used(String endpoint) {
    assertThat(matches(endpoint, RFC_HASH)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "=",
        "x",
        "x gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY=",
        "x-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY==",
        "x-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY\n",
        "x-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBff",
        "x-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffYA",
        "y-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY",
        "x-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBfeY",
        "x\u0000gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY",
        "\ud800",
        OTHER_HASH
      })
  void anything_else_does_not_match_and_does_not_throw(String hash) {
    assertThat(matches("https://server.example.com/tx", hash)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4IFWWIKYB2PQ6U56NL2", "4IFWWIKYB2PQ6U56NL1\n", "\ud800"})
  void another_reference_does_not_match(String interactRef) {
    assertThat(
            InteractionHash.matches(
                rfc("https://server.example.com/tx"), Secret.of(interactRef), RFC_HASH))
        .isFalse();
  }

  @Test
  void values_do_not_run_into_each_other() {
    var shifted =
        interaction("https://server.example.com/tx", "VJLO6A4CATR0KRO", "MBDOFXG4Y5CVJCX821");

    assertThat(InteractionHash.matches(shifted, Secret.of("LH\n4IFWWIKYB2PQ6U56NL1"), RFC_HASH))
        .isFalse();
  }

  @Test
  void a_reference_with_a_line_break_does_not_match_by_its_own_hash_either() throws Exception {
    var endpoint = "https://server.example.com/tx";
    var ref = "LH\n4IFWWIKYB2PQ6U56NL1";
    var base = String.join("\n", "VJLO6A4CATR0KRO", "MBDOFXG4Y5CVJCX821LH", ref, endpoint);
    var hash = MessageDigest.getInstance("SHA-256").digest(base.getBytes(UTF_8));

    assertThat(
            InteractionHash.matches(
                rfc(endpoint),
                Secret.of(ref),
                Base64.getUrlEncoder().withoutPadding().encodeToString(hash)))
        .isFalse();
  }
}
