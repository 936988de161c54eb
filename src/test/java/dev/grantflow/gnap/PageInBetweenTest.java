package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.INTERACT_REF;
import static dev.grantflow.gnap.ScriptedServer.OFFER;
import static dev.grantflow.gnap.ScriptedServer.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a proxy says while it has no server behind it is not the server's word: nothing ends by it,
/// and nothing counts as undone.
class PageInBetweenTest {

  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  private List<String> answers() {
    return List.of(
            server.gnap.request(server.client, server.uri("/"), WANTED, OFFER).answer(),
            server.gnap.continueGrant(server.client, server.continuation(), INTERACT_REF),
            server.gnap.continueGrant(server.client, server.continuation(), null),
            server.gnap.cancel(server.client, server.continuation()),
            server.gnap.revoke(server.client, server.managed()),
            server.gnap.rotate(server.client, server.managed()))
        .stream()
        .map(Summary::of)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "404|``",
        "410|``",
        "404|{\"timestamp\":\"2026-03-01\",\"status\":404,\"error\":\"Not Found\"}",
        "404|<html>no such page</html>",
        "410|<html>moved away</html>",
        "404|default backend - 404",
        "404|404 page not found",
        "404|` `",
        "404|{}",
        "404|[1]",
        "404|\"error\"",
        "404|{\"message\":\"no Route matched with those values\"}",
        "410|{\"status\":410,\"title\":\"Gone\"}",
        "404|{\"error\":null}",
        "404|{\"error\":\"invalid_continuation\""
      })
  void decides_nothing(int status, String body) {
    server.answers(status, body);

    var error = " http_%d %d".formatted(status, status);
    assertThat(answers())
        .containsExactly(
            "NotNow" + error,
            "NotNow" + error,
            "NotNow" + error,
            "Unknown" + error,
            "Unknown" + error,
            "Unknown" + error);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void says_when_to_come_back(int status) {
    server.answers(status, "<html>", Map.of("Retry-After", "7"));

    assertThat(answers()).startsWith("NotNow http_%d %d PT7S".formatted(status, status));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "404|{\"error\":{\"description\":\"grant not found\"}}|http_404",
        "404|{\"error\":\"invalid_request\"}|invalid_request",
        "410|{\"error\":{\"code\":\"invalid_continuation\"}}|invalid_continuation"
      })
  void is_told_from_what_the_server_itself_says(int status, String body, String code) {
    server.answers(status, body);

    var refused = "Refused %s %d".formatted(code, status);
    assertThat(answers()).containsExactly(refused, refused, refused, "Gone", "Gone", refused);
  }
}
