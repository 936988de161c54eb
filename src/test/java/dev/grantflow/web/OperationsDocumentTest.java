package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.contract.DataJson;
import dev.grantflow.engine.CommandDesk.Answer;
import dev.grantflow.engine.DeadLetters.Listing;
import dev.grantflow.engine.DeadLetters.Replay;
import dev.grantflow.engine.OperatorDesk.Retried;
import dev.grantflow.engine.SetAside;
import dev.grantflow.grant.GrantState.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `docs/operations.md` tells operators to call at the management port is there.
final class OperationsDocumentTest {

  @RegisterExtension static final WebServer SERVER = new WebServer();

  private static final Pattern CURL =
      Pattern.compile(
          "(?m)^ *curl (?:-i )?(?<token>-H \"Authorization: Bearer \\$TOKEN\" )?(?:-X"
              + " (?<method>[A-Z]+) )?\"?http://localhost:8081(?<target>[^ \"\n"
              + "]*)\"?$");

  record Call(boolean hasToken, String method, String target) {

    static Call of(MatchResult line) {
      var method = line.group("method");
      return new Call(
          line.group("token") != null, method == null ? "GET" : method, line.group("target"));
    }
  }

  static String document() throws IOException {
    return Files.readString(Path.of("docs", "operations.md"));
  }

  static Stream<Call> calls() throws IOException {
    return CURL.matcher(document()).results().map(Call::of);
  }

  @BeforeEach
  void there_is_something_to_operate() throws Exception {
    SERVER.grants().show(Grants.in(Status.REQUESTED), null);
    SERVER.grants().answer(() -> new Answer.Accepted(Grants.in(Status.REVOKING)));
    SERVER.setAside().retry(new Retried.Sooner(Grants.in(Status.REQUESTED)));
    SERVER.setAside().add(new SetAside.Entry("order-1001", "CONTINUING", Instant.EPOCH, 5, "x"));
    SERVER.deadLetters().answer(new Listing.Found(List.of(DeadLettersEndpointTest.LETTER)));
    SERVER.deadLetters().answer(new Replay.Sent(DeadLettersEndpointTest.LETTER));
    SERVER.manage("POST", "/pauses/server/auth.example");
  }

  @Test
  void there_are_lines_to_try() throws IOException {
    assertThat(calls()).hasSizeGreaterThan(12);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void does_what_it_says(Call call) throws Exception {
    var answer =
        call.hasToken()
            ? SERVER.manage(call.method(), call.target())
            : SERVER.manageBare(call.method(), call.target());

    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
  }

  @Test
  void dead_letters_look_as_they_are_shown() throws Exception {
    var shown = document().split("limit=20\"\n```\n\n```json\n", 2)[1].split("```", 2)[0];
    var answered = SERVER.manage("GET", "/dead-letters?limit=20").body();

    assertThat(DataJson.MAPPER.readTree(shown).get(0).propertyNames())
        .containsExactlyElementsOf(DataJson.MAPPER.readTree(answered).get(0).propertyNames());
  }
}
