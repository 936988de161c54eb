package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.ACCESS_TOKEN;
import static dev.grantflow.gnap.ScriptedServer.CONTINUE_TOKEN;
import static dev.grantflow.gnap.ScriptedServer.INTERACT_REF;
import static dev.grantflow.gnap.ScriptedServer.OFFER;
import static dev.grantflow.gnap.ScriptedServer.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Answer.Refused;
import dev.grantflow.grant.Answer.Unusable;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The name of a host is what the server chose: it is told, but for one that says a secret.
class ForeignHostTest {

  private static final String NEXT = "next-continue-token";

  private final ScriptedServer server =
      new ScriptedServer(new Json("{\"walletAddress\":\"https://shop.example\"}"), List.of());

  @AfterEach
  void close() {
    server.close();
  }

  private void leadsTo(String host) {
    server.answers(
        200,
        "{\"access_token\":{\"value\":\"t\",\"manage\":\"https://%s/t\"},\"continue\":{\"access_token\":{\"value\":\"%s\"},\"uri\":\"https://%s/c\"}}"
            .formatted(host, NEXT, host));
  }

  private static GrantError error(Answer answer) {
    return switch (answer) {
      case Unusable(var error, _, _) -> error;
      case Refused(var error) -> error;
      default -> throw new AssertionError(answer.toString());
    };
  }

  private GrantError requested() {
    return error(server.gnap.request(server.client, server.uri("/"), WANTED, OFFER).answer());
  }

  private GrantError continued() {
    return error(server.gnap.continueGrant(server.client, server.continuation(), INTERACT_REF));
  }

  private GrantError rotated() {
    return error(server.gnap.rotate(server.client, server.managed()));
  }

  private void hasNoHost(GrantError error, String secret) {
    assertThat(error.code()).isEqualTo("foreign_uri");
    assertThat(error.description())
        .startsWith(server.host())
        .contains("that is no address of its own")
        .doesNotContain(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"our-nonce", "a-our-nonce-b", "unguessable-id"})
  void says_no_secret_of_the_request(String label) {
    leadsTo(label + ".evil.example");

    hasNoHost(requested(), label);
  }

  @Test
  void says_no_secret_of_another_call() {
    leadsTo(INTERACT_REF.reveal() + ".evil.example");
    hasNoHost(continued(), INTERACT_REF.reveal());

    leadsTo(CONTINUE_TOKEN.reveal() + ".evil.example");
    hasNoHost(continued(), CONTINUE_TOKEN.reveal());

    leadsTo(ACCESS_TOKEN.reveal() + ".evil.example");
    hasNoHost(rotated(), ACCESS_TOKEN.reveal());
  }

  /// `our-nonce` in hexadecimal.
  @Test
  void says_none_in_another_form() {
    leadsTo("x6f75722d6e6f6e6365.evil.example");

    hasNoHost(requested(), "6f75722d6e6f6e6365");
  }

  @Test
  void says_no_token_of_the_same_answer() {
    leadsTo(NEXT + ".evil.example");

    hasNoHost(requested(), NEXT);
    hasNoHost(continued(), NEXT);
  }

  @Test
  void is_told_where_it_says_none() {
    leadsTo("evil.example");

    for (var error : List.of(requested(), continued(), rotated())) {
      assertThat(error.description()).contains(" at evil.example, which is another server");
    }
  }
}
