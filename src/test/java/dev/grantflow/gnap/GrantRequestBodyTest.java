package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.StartMode;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("RFC 9635 §2 Requesting Access")
class GrantRequestBodyTest {

  private static final Json CLIENT = new Json("{\"walletAddress\":\"https://shop.example/a\"}");
  private static final Json TOKEN =
      new Json("{\"access\":[{\"actions\":[\"read\"],\"type\":\"incoming-payment\"}]}");

  private static String body(Wanted wanted, Json client) {
    return new String(GrantRequestBody.of(wanted, client, null), UTF_8);
  }

  @Test
  void without_interaction_it_holds_what_is_wanted_and_the_client() {
    assertThat(body(new Wanted(TOKEN, null), CLIENT))
        .isEqualTo(
            "{\"access_token\":{\"access\":[{\"actions\":[\"read\"],\"type\":\"incoming-payment\"}]},"
                + "\"client\":{\"walletAddress\":\"https://shop.example/a\"}}");
  }

  @Test
  void the_older_form_of_client_is_a_string() {
    assertThat(body(new Wanted(TOKEN, null), new Json("\"https://shop.example\"")))
        .endsWith(",\"client\":\"https://shop.example\"}");
  }

  @Test
  void with_interaction_it_offers_a_redirect_both_ways() {
    var finish =
        new Finish(
            false,
            Secret.of("https://g.example/finish/x"),
            Secret.of("no\"nce"),
            new CallbackKey("0".repeat(64)),
            HashMethod.SHA_256);
    var wanted = new Wanted(null, new Json("{\"sub_ids\":[{\"format\":\"uri\"}]}"));

    var body =
        new String(
            GrantRequestBody.of(wanted, CLIENT, new InteractionOffer(Interact.START, finish)),
            UTF_8);

    assertThat(body)
        .isEqualTo(
            "{\"client\":{\"walletAddress\":\"https://shop.example/a\"},"
                + "\"interact\":{\"finish\":{\"method\":\"redirect\",\"nonce\":\"no\\\"nce\","
                + "\"uri\":\"https://g.example/finish/x\"},\"start\":[\"redirect\"]},"
                + "\"subject\":{\"sub_ids\":[{\"format\":\"uri\"}]}}");
  }

  @Test
  void with_interaction_it_offers_what_is_wanted_of_it() {
    var finish =
        new Finish(
            true,
            Secret.of("https://g.example/finish/x"),
            Secret.of("nonce"),
            new CallbackKey("0".repeat(64)),
            HashMethod.SHA3_512);
    var every = new InteractionOffer(EnumSet.allOf(StartMode.class), finish);
    var polled = new InteractionOffer(Set.of(StartMode.USER_CODE), null);
    var wanted = new Wanted(TOKEN, null);

    assertThat(new String(GrantRequestBody.of(wanted, CLIENT, every), UTF_8))
        .endsWith(
            "\"interact\":{\"finish\":{\"hash_method\":\"sha3-512\",\"method\":\"push\","
                + "\"nonce\":\"nonce\",\"uri\":\"https://g.example/finish/x\"},"
                + "\"start\":[\"redirect\",\"user_code\",\"user_code_uri\",\"app\"]}}");
    assertThat(new String(GrantRequestBody.of(wanted, CLIENT, polled), UTF_8))
        .endsWith("\"interact\":{\"start\":[\"user_code\"]}}");
  }

  @Test
  void unknown_members_labels_and_other_scripts_pass_through_in_canonical_form()
      throws IOException {
    var several =
        new Json(
            "[{\"access\":[\"a/b\",{\"type\":\"x\",\"é€😀\":[1e+21,0.000001,true,null,-1.5,\"\\u0001\\n"
                + "\"]}],\"flags\":[\"bearer\"],\"label\":\"übrig\"}]");

    var body = GrantRequestBody.of(new Wanted(several, null), CLIENT, null);

    assertThat(body).isEqualTo(new JsonCanonicalizer(body).getEncodedUTF8());
    assertThat(new String(body, UTF_8)).contains(several.canonical());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"10\":1,\"9\":2,\"a\":3} | {\"9\":2,\"10\":1,\"a\":3}",
        "{\"!\":1,\"0\":2,\"01\":3,\"-1\":4} | {\"0\":2,\"!\":1,\"-1\":4,\"01\":3}",
        "{\"4294967295\":1,\"4294967294\":2,\"5\":3} | {\"5\":3,\"4294967294\":2,\"4294967295\":1}",
        "{\"x\":[{\"b\":1,\"2\":1,\"11\":1}]} | {\"x\":[{\"2\":1,\"11\":1,\"b\":1}]}",
      })
  void names_that_are_array_indices_come_as_javascript_lists_them(String given, String listed) {
    assertThat(body(new Wanted(new Json(given), null), CLIENT))
        .startsWith("{\"access_token\":" + listed + ",");
  }
}
