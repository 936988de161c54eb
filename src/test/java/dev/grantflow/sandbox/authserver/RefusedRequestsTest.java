package dev.grantflow.sandbox.authserver;

import static dev.grantflow.sandbox.authserver.Sandbox.error;
import static dev.grantflow.sandbox.authserver.Sandbox.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that the server does not take.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedRequestsTest {
  private final Sandbox sandbox = new Sandbox();

  @AfterAll
  void close() {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"outgoing-payment\"              | \"gift\"",
        "\"create\"                        | \"steal\"",
        "\"create\"                        | \"read\"",
        "[\"create\",\"read\"]             | []",
        "\"identifier\"                    | \"owner\"",
        "\"value\":\"500\"                 | \"value\":500",
        "\"value\":\"500\"                 | \"value\":\"-1\"",
        "\"value\":\"500\"                 | \"value\":\"18446744073709551616\"",
        "\"assetScale\":2                  | \"assetScale\":256",
        "\"debitAmount\"                   | \"amount\"",
        "\"limits\":{                      | \"limits\":{\"interval\":\"P1M\",",
        "\"limits\":{                      |"
            + " \"limits\":{\"interval\":\"R/2026-13-01T00:00:00Z/P1M\",",
        "\"limits\":{                      | \"limits\":{\"receiver\":\"https://a.example/b\",",
        "\"limits\":{ |"
            + " \"limits\":{\"receiveAmount\":{\"value\":\"1\",\"assetCode\":\"USD\",\"assetScale\":2},",
        "\"start\":[\"redirect\"]          | \"start\":[]",
        "\"start\":[\"redirect\"]          | \"start\":[\"user_code\"]",
        "\"method\":\"redirect\"           | \"method\":\"push\"",
        "\"nonce\"                         | \"once\"",
        "\"client\":                       | \"agent\":",
        "\"access_token\"                  | \"token\"",
        "{\"access_token\"                 | [\"access_token\"",
      })
  void a_body_that_the_description_forbids_is_refused_without_a_code(String from, String to) {
    String good = sandbox.outgoing("\"finish\":" + Sandbox.finish());
    String bad = good.replace(from, to);
    assertThat(bad).isNotEqualTo(good);

    assertThat(error(sandbox.request(bad))).isEqualTo("400 -");
  }

  @ParameterizedTest
  @CsvSource({
    "R11/2022-08-24T14:15:22Z/P1M",
    "R/2017-03-01T13:00:00Z/2018-05-11T15:30:00Z",
    "R-1/P1Y2M10DT2H30M/2022-05-11T15:30:00Z"
  })
  void the_intervals_of_the_description_are_taken(String interval) {
    String body =
        sandbox
            .outgoing("")
            .replace("\"limits\":{", "\"limits\":{\"interval\":\"" + interval + "\",");

    assertThat(sandbox.request(body).statusCode()).isEqualTo(200);
  }

  @Test
  void consent_needs_interaction() {
    String body = sandbox.outgoing("").replaceFirst(",\"interact\":\\{.*}}$", "}");

    assertThat(error(sandbox.request(body))).isEqualTo("400 invalid_request");
  }

  @Test
  void a_client_that_is_only_a_key_cannot_ask_for_consent() {
    String named = "\"" + sandbox.server.walletAddress("shop") + "\"";
    String body = sandbox.outgoing("").replace(named, sandbox.jwk());

    assertThat(error(sandbox.request(body))).isEqualTo("400 invalid_request");
  }

  @Test
  void a_client_without_published_keys_is_unknown() {
    String body = sandbox.incoming().replace("/shop", "/nobody");

    assertThat(error(sandbox.request(body))).isEqualTo("400 invalid_client");
  }

  @Test
  void a_trailing_slash_of_the_client_hides_its_keys() {
    String body = sandbox.incoming().replace("/shop", "/shop/");

    assertThat(error(sandbox.request(body))).isEqualTo("400 invalid_client");
  }

  @Test
  void a_client_whose_wallet_address_has_no_name_cannot_ask_for_consent() {
    String body = sandbox.outgoing("").replace("/shop", "/awkward-no-public-name");

    assertThat(error(sandbox.request(body))).isEqualTo("400 invalid_client");
  }

  @Test
  void another_body_than_was_signed_is_refused() {
    assertThat(error(signed().send(sandbox.incoming().replace("/bob", "/eve"))))
        .isEqualTo("401 invalid_client");
  }

  @Test
  void a_changed_signature_is_refused() {
    SignedCall call = signed();
    call.header("signature", call.signed("signature").replaceFirst("sig1=:.", "sig1=:_"));

    assertThat(error(call.send())).isEqualTo("401 invalid_client");
  }

  @Test
  void a_second_signature_is_refused() {
    SignedCall call = signed();
    call.header("signature", call.signed("signature") + ", sig2=:AAAA:");

    assertThat(error(call.send())).isEqualTo("401 invalid_client");
  }

  @Test
  void an_unsigned_request_is_refused() {
    assertThat(error(unsigned().send())).isEqualTo("401 invalid_client");
  }

  @Test
  void a_signature_from_another_time_is_refused() {
    SignedCall call = signed();
    sandbox.clock.advance(Duration.ofMinutes(2));

    assertThat(error(call.send())).isEqualTo("401 invalid_client");
  }

  @Test
  void the_algorithm_must_not_be_named() {
    assertThat(error(unsigned().parameters(";alg=\"ed25519\"").sign().send()))
        .isEqualTo("401 invalid_client");
  }

  @Test
  void a_signature_without_tag_and_nonce_is_taken_as_the_official_sdk_sends_it() {
    assertThat(unsigned().parameters("").sign().send().statusCode()).isEqualTo(200);
  }

  @Test
  void white_space_in_the_body_breaks_the_digest() {
    String body = sandbox.incoming().replace("\":", "\": ");

    assertThat(error(sandbox.request(body))).isEqualTo("401 invalid_client");
  }

  @Test
  void a_chunked_body_is_refused() {
    assertThat(error(signed().chunked().send())).isEqualTo("411 invalid_request");
  }

  @Test
  void the_media_type_of_gnap_is_refused() {
    SignedCall call = unsigned().header("content-type", "application/gnap+json");

    assertThat(call.sign().send().statusCode()).isEqualTo(415);
  }

  @Test
  void who_does_not_accept_json_is_refused() {
    assertThat(unsigned().header("accept", "text/html").sign().send().statusCode()).isEqualTo(406);
  }

  @Test
  void a_path_with_another_slash_is_not_the_endpoint() {
    assertThat(
            sandbox
                .request(sandbox.server.grantEndpoint().resolve("./"), sandbox.incoming())
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_call_without_the_grants_token_does_not_find_the_grant() {
    JsonNode issued = json(sandbox.request(sandbox.incoming()));
    SignedCall without = sandbox.call("DELETE", Sandbox.continueUri(issued), "", null).sign();
    SignedCall wrong = sandbox.call("DELETE", Sandbox.continueUri(issued), "", "ABC").sign();

    assertThat(error(without.send())).isEqualTo("401 invalid_continuation");
    assertThat(error(wrong.send())).isEqualTo("401 invalid_continuation");
  }

  private SignedCall unsigned() {
    return sandbox.call("POST", sandbox.server.grantEndpoint(), sandbox.incoming(), null);
  }

  private SignedCall signed() {
    return unsigned().sign();
  }
}
