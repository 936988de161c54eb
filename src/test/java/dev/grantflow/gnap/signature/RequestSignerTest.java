package dev.grantflow.gnap.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSignerTest {

  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
  private static final URI AS = URI.create("https://as.example/grant");
  private final SigningKey key = Keys.fresh("kid-1");

  private static UnsignedRequest post(@Nullable String authorization, @Nullable Content content) {
    return new UnsignedRequest("POST", AS, authorization, content);
  }

  private SignedHeaders sign(SignatureProfile profile, UnsignedRequest request) {
    return new RequestSigner(key, profile).sign(request, NOW, "n-1");
  }

  @Test
  void sends_the_headers_in_a_fixed_order() {
    SignedHeaders headers =
        sign(
            SignatureProfile.RFC_9635, post("GNAP t0p-s3cret", Content.json("{}".getBytes(UTF_8))));

    assertThat(headers.byName().sequencedKeySet())
        .containsExactly(
            "Accept",
            "Content-Type",
            "Content-Digest",
            "Content-Length",
            "Authorization",
            "Signature-Input",
            "Signature");
    assertThat(headers.byName())
        .containsEntry("Accept", "application/json")
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Authorization", "GNAP t0p-s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          false | false | ;keyid="kid-1";created=1770091506
          false | true  | ;keyid="kid-1";created=1770091506;nonce="n-1"
          true  | false | ;keyid="kid-1";created=1770091506;tag="gnap"
          true  | true  | ;keyid="kid-1";created=1770091506;nonce="n-1";tag="gnap"
          """)
  void the_profile_decides_on_tag_and_nonce(boolean tag, boolean nonce, String parameters) {
    SignedHeaders headers = sign(new SignatureProfile(tag, nonce), post(null, null));

    assertThat(headers.byName())
        .containsEntry("Signature-Input", "sig1=(\"@method\" \"@target-uri\")" + parameters);
  }

  @Test
  void covers_authorization_and_content_in_this_order() {
    SignedHeaders headers =
        sign(
            SignatureProfile.OPEN_PAYMENTS_SDK, post("GNAP t", Content.json("{}".getBytes(UTF_8))));

    assertThat(headers.byName().get("Signature-Input"))
        .startsWith(
            "sig1=(\"@method\" \"@target-uri\" \"authorization\" \"content-digest\""
                + " \"content-length\" \"content-type\");");
  }

  @Test
  void the_signature_verifies_over_the_base() {
    UnsignedRequest request = post("GNAP t", Content.json("{}".getBytes(UTF_8)));

    SignedHeaders headers = sign(SignatureProfile.RFC_9635, request);

    String base =
        RequestSigner.base(
                request, ";keyid=\"kid-1\";created=1770091506;nonce=\"n-1\";tag=\"gnap\"")
            .text();
    String signature = String.valueOf(headers.byName().get("Signature"));
    assertThat(Keys.verifies(key.publicKey(), base, signature)).isTrue();
    assertThat(Keys.verifies(key.publicKey(), base.replace("POST", "PUT"), signature)).isFalse();
  }

  @Test
  void content_length_counts_bytes() {
    SignedHeaders headers =
        sign(
            SignatureProfile.RFC_9635,
            post(null, Content.json("{\"a\":\"\u00e9\u20ac\ud83d\ude00\"}".getBytes(UTF_8))));

    assertThat(headers.byName()).containsEntry("Content-Length", "17");
  }

  @ParameterizedTest
  @CsvSource({
    "https://as.example, https://as.example/",
    "https://as.example?a=b, https://as.example/?a=b",
    "HTTPS://As.Example:443/, https://As.Example:443/",
    "https://as.example/a%2Fb//c/../d?q=%20+x&y=%C3%A9, "
        + "https://as.example/a%2Fb//c/../d?q=%20+x&y=%C3%A9",
    "https://as.example/x?#part, https://as.example/x?",
  })
  void signs_the_target_as_it_is_requested(String uri, String target) {
    UnsignedRequest request = new UnsignedRequest("GET", URI.create(uri), null, null);

    assertThat(RequestSigner.base(request, ";created=1").text())
        .contains("\n\"@target-uri\": " + target + "\n");
  }

  @Test
  void nothing_prints_the_token_or_the_key() {
    UnsignedRequest request = post("GNAP t0p-s3cret", Content.json("{}".getBytes(UTF_8)));

    SignedHeaders headers = sign(SignatureProfile.RFC_9635, request);

    assertThat(request).hasToString("POST https://as.example/grant");
    assertThat(headers.toString()).contains("Authorization").doesNotContain("s3cret");
    assertThat(key).hasToString("SigningKey[kid-1]");
  }

  @Test
  void an_exception_does_not_tell_the_token() {
    assertThatThrownBy(() -> sign(SignatureProfile.RFC_9635, post("GNAP t0p-s3cret\r\nX: y", null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a\\b", "a\nb", "\u00e9"})
  void a_nonce_that_cannot_be_a_quoted_string_is_a_mistake(String nonce) {
    RequestSigner signer = new RequestSigner(key, SignatureProfile.RFC_9635);

    assertThatThrownBy(() -> signer.sign(post(null, null), NOW, nonce))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_digest_is_that_of_the_rfcs_test_request() {
    assertThat(ContentDigest.sha512("{\"hello\": \"world\"}".getBytes(UTF_8)))
        .isEqualTo(
            "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm"
                + "+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:");
  }
}
