package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Answer.Gone;
import dev.grantflow.grant.Answer.Rotated;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.Secret;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9635 §5.4 Revoking a Grant Request and §6 Token Management")
class GrantManagementTest {

  private static final String INVALID_TOKEN =
      "{\"error\":{\"code\":\"invalid_client\",\"description\":\"Invalid access token\"}}";

  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @DisplayName("§5.4 Revoking a Grant Request")
  void cancels_with_the_continuation_token() {
    var answer = server.gnap.cancel(server.client, server.continuation());

    assertThat(answer).isEqualTo(new Gone());
    var call = server.seen.getFirst();
    assertThat(call.method()).isEqualTo("DELETE");
    assertThat(call.target()).isEqualTo("/continue/1?x=%20y");
    assertThat(call.body()).isEmpty();
    assertThat(call.header("Content-Length")).isNull();
    assertThat(call.header("Authorization")).isEqualTo("GNAP old-continue-token");
    assertThat(call.header("Signature-Input"))
        .startsWith("sig1=(\"@method\" \"@target-uri\" \"authorization\");");
  }

  @ParameterizedTest
  @CsvSource({"200, ''", "202, {}", "204, ''"})
  void whatever_says_gone_is_gone(int status, String body) {
    server.answers(status, body);

    assertThat(server.gnap.cancel(server.client, server.continuation())).isEqualTo(new Gone());
    assertThat(server.gnap.revoke(server.client, server.managed())).isEqualTo(new Gone());
  }

  @Test
  void a_page_of_somebody_in_between_does_not_say_that_it_is_gone() {
    server.answers(200, "<html>");

    assertThat(Summary.of(server.gnap.cancel(server.client, server.continuation())))
        .isEqualTo("Unknown invalid_answer 200");
  }

  @Test
  @DisplayName("§6.2 Revoking the Access Token")
  void revokes_with_the_token_itself() {
    var answer = server.gnap.revoke(server.client, server.managed());

    assertThat(answer).isEqualTo(new Gone());
    var call = server.seen.getFirst();
    assertThat(call.method()).isEqualTo("DELETE");
    assertThat(call.target()).isEqualTo("/token/1");
    assertThat(call.header("Authorization")).isEqualTo("GNAP old-access-token");
  }

  @Test
  void an_invalid_access_token_is_gone_where_a_token_is_revoked_and_nowhere_else() {
    server.answers(401, INVALID_TOKEN);

    assertThat(Summary.of(server.gnap.revoke(server.client, server.managed()))).isEqualTo("Gone");
    assertThat(Summary.of(server.gnap.cancel(server.client, server.continuation())))
        .isEqualTo("Refused invalid_client 401");
    assertThat(Summary.of(server.gnap.rotate(server.client, server.managed())))
        .isEqualTo("Refused invalid_client 401");
  }

  @Test
  void a_server_that_quotes_the_invalid_access_token_is_believed() {
    server.answers(401, INVALID_TOKEN.replace("access token", "access token old-access-token"));

    assertThat(Summary.of(server.gnap.revoke(server.client, server.managed()))).isEqualTo("Gone");
    assertThat(server.gnap.rotate(server.client, server.managed()))
        .isEqualTo(
            new Answer.Refused(
                new GrantError(
                    "invalid_client",
                    server.host() + " answered 401: invalid access token.",
                    401)));
  }

  @Test
  @DisplayName("§6.1 Rotating the Access Token Value")
  void rotates() {
    var token = "{\"expires_in\":60,\"manage\":\"https://as.example/token/2\",\"value\":\"fresh\"}";
    server.answers(200, "{\"access_token\":" + token + "}");

    var answer = server.gnap.rotate(server.client, server.managed());

    assertThat(answer)
        .isEqualTo(
            new Rotated(
                new AccessToken(
                    Secret.of(token),
                    URI.create("https://as.example/token/2"),
                    Secret.of("fresh"),
                    NOW.plusSeconds(60))));
    assertThat(answer.toString()).doesNotContain("fresh");
    var call = server.seen.getFirst();
    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.target()).isEqualTo("/token/1");
    assertThat(call.body()).isEmpty();
    assertThat(call.header("Authorization")).isEqualTo("GNAP old-access-token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"access_token\":{}}",
        "{\"access_token\":[{\"value\":\"a\"},{\"value\":\"b\"}]}"
      })
  void a_rotation_without_one_usable_token_is_an_unknown_outcome(String body) {
    server.answers(200, body);

    assertThat(Summary.of(server.gnap.rotate(server.client, server.managed())))
        .isEqualTo("Unknown invalid_answer 200");
  }
}
