package dev.grantflow.sandbox.authserver;

import static dev.grantflow.sandbox.authserver.Sandbox.WAIT;
import static dev.grantflow.sandbox.authserver.Sandbox.continueToken;
import static dev.grantflow.sandbox.authserver.Sandbox.error;
import static dev.grantflow.sandbox.authserver.Sandbox.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DialectTest {
  private static final String INTERACT = "\"start\":[\"redirect\"]";

  private final Sandbox sandbox = new Sandbox();

  @AfterEach
  void close() {
    sandbox.close();
  }

  @ParameterizedTest
  @EnumSource
  void each_is_asked_for_by_name(Dialect dialect) {
    Behaviour behaviour = new Behaviour.General(dialect);

    assertThat(Behaviour.named(behaviour.walletName())).contains(behaviour);
    assertThat(Behaviour.named(behaviour.walletName() + ".7")).contains(behaviour);
    assertThat(Behaviour.named("gnap-unheard-of")).isEmpty();
  }

  @Test
  void only_what_was_asked_for_is_offered() {
    JsonNode pending =
        json(sandbox.request(endpoint(Dialect.PLAIN), interacting("\"start\":[\"user_code\"]")));

    assertThat(pending.path("interact").propertyStream().map(it -> it.getKey()))
        .containsExactly("user_code", "expires_in");
    assertThat(pending.path("interact").path("expires_in").asInt()).isEqualTo(600);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"start\":[\"smoke\"] | 400 -",
        "\"start\":[\"app\"],\"finish\":{\"method\":\"call\",\"uri\":\"https://a.example\",\"nonce\":\"n\"}"
            + " | 400 -",
        "\"start\":[\"app\"],\"finish\":{\"method\":\"push\",\"uri\":\"https://a.example\",\"nonce\":\"n\",\"hash_method\":\"md5\"}"
            + " | 400 -",
      })
  void what_the_RFC_does_not_have_is_refused(String interact, String refusal) {
    assertThat(error(sandbox.request(endpoint(Dialect.PLAIN), interacting(interact))))
        .isEqualTo(refusal);
  }

  @Test
  void several_tokens_need_labels_of_their_own_and_known_flags() {
    String one = "{\"label\":\"a\",\"access\":[{\"type\":\"quote\"}]}";
    String flagged = "{\"label\":\"b\",\"flags\":[\"gold\"],\"access\":[\"x\"]}";

    JsonNode issued = json(sandbox.request(endpoint(Dialect.PLAIN), asking("[" + one + "]")));

    assertThat(issued.path("access_token").isArray()).isTrue();
    assertThat(error(sandbox.request(endpoint(Dialect.PLAIN), asking("[" + one + "," + one + "]"))))
        .isEqualTo("400 -");
    assertThat(error(sandbox.request(endpoint(Dialect.PLAIN), asking("[" + flagged + "]"))))
        .isEqualTo("400 invalid_flag");
  }

  @Test
  void an_unknown_code_leads_nowhere() {
    URI codes = sandbox.server.walletAddress("code");

    assertThat(sandbox.call("POST", codes, "code=NONE", null).send().statusCode()).isEqualTo(404);
  }

  @Test
  void the_first_continuation_is_too_fast_and_says_anew_how_to_go_on() {
    JsonNode pending = json(sandbox.request(endpoint(Dialect.TOO_FAST), interacting(INTERACT)));
    sandbox.clock.advance(WAIT);
    JsonNode tooFast = json(sandbox.poll(pending));
    sandbox.clock.advance(WAIT);

    assertThat(tooFast.path("error").path("code").asText()).isEqualTo("too_fast");
    assertThat(continueToken(tooFast)).isNotEqualTo(continueToken(pending));
    assertThat(error(sandbox.poll(pending))).isEqualTo("401 invalid_continuation");
    assertThat(sandbox.poll(tooFast).statusCode()).isEqualTo(200);
  }

  @Test
  void who_was_given_an_instance_id_is_known_by_it_to_a_server_that_does_not_forget() {
    String named = "{\"walletAddress\":\"" + sandbox.server.walletAddress("shop") + "\"}";
    String body = sandbox.incoming();
    JsonNode known = json(sandbox.request(endpoint(Dialect.INSTANCE_ID), body));
    JsonNode forgotten = json(sandbox.request(endpoint(Dialect.FORGETFUL), body));

    assertThat(
            sandbox
                .request(
                    endpoint(Dialect.INSTANCE_ID),
                    body.replace(named, known.path("instance_id").toString()))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            error(
                sandbox.request(
                    endpoint(Dialect.FORGETFUL),
                    body.replace(named, forgotten.path("instance_id").toString()))))
        .isEqualTo("401 invalid_client");
  }

  private URI endpoint(Dialect dialect) {
    return sandbox.server.grantEndpoint(new Behaviour.General(dialect).walletName());
  }

  private String asking(String tokens) {
    return "{\"access_token\":%s,\"client\":\"%s\"}"
        .formatted(
            tokens.replace("{\"type\":\"quote\"}", "{\"type\":\"quote\",\"actions\":[\"read\"]}"),
            sandbox.server.walletAddress("shop"));
  }

  private String interacting(String interact) {
    return "{\"access_token\":{\"access\":[\"x\"]},\"client\":\"%s\",\"interact\":{%s}}"
        .formatted(sandbox.server.walletAddress("shop"), interact);
  }
}
