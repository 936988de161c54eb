package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.INTERACT_REF;
import static dev.grantflow.gnap.ScriptedServer.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Answer;
import dev.grantflow.grant.GrantError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that says `foreign_uri` would have a revocation that it confirms told as a failure.
class OwnCodeTest {

  private static final Path SOURCES = Path.of("src/main/java");

  /// Where an error is made, its code is the first of its texts.
  private static final Pattern MADE = Pattern.compile("GrantError(?:\\.of)?\\(\\s*\"([a-z_]+)\"");

  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"foreign_uri", "revocation_incomplete", "no_key", "outcome_unknown", "http_404"})
  void is_not_heard_from_a_server(String code) {
    var bodies =
        List.of(
            "{\"error\":\"%s\"}".formatted(code),
            "{\"error\":{\"code\":\"%s\",\"description\":\"why\"}}".formatted(code));

    for (var body : bodies) {
      server.answers(400, body);
      assertThat(
              List.of(
                  Summary.of(
                      server.gnap.request(server.client, server.uri("/"), WANTED, null).answer()),
                  Summary.of(
                      server.gnap.continueGrant(
                          server.client, server.continuation(), INTERACT_REF)),
                  Summary.of(server.gnap.cancel(server.client, server.continuation())),
                  Summary.of(server.gnap.rotate(server.client, server.managed()))))
          .containsOnly("Refused invalid_request 400");
    }
  }

  @Test
  void leaves_what_the_server_said_beside_it() {
    server.answers(400, "{\"error\":{\"code\":\"foreign_uri\",\"description\":\"why\"}}");

    assertThat(server.gnap.cancel(server.client, server.continuation()))
        .isEqualTo(new Answer.Refused(new GrantError("invalid_request", "why", 400)));
  }

  @Test
  void is_each_that_is_made_here() throws IOException {
    try (var files = Files.walk(SOURCES)) {
      var made =
          files
              .filter(it -> it.toString().endsWith(".java"))
              .map(OwnCodeTest::read)
              .flatMap(it -> MADE.matcher(it).results())
              .map(it -> it.group(1))
              .distinct()
              .toList();

      assertThat(made).hasSizeGreaterThan(10).allMatch(OwnCode::is);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
