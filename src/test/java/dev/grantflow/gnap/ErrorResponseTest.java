package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.CONTINUE_TOKEN;
import static dev.grantflow.gnap.ScriptedServer.INTERACT_REF;
import static dev.grantflow.gnap.ScriptedServer.OFFER;
import static dev.grantflow.gnap.ScriptedServer.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Answer.Refused;
import dev.grantflow.grant.GrantError;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9635 §3.6 Error Response")
class ErrorResponseTest {

  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  private String request(int status, String body, Map<String, String> headers) {
    server.answers(status, body, headers);
    return Summary.of(server.gnap.request(server.client, server.uri("/"), WANTED, OFFER).answer());
  }

  private String continued(int status, String body, Map<String, String> headers) {
    server.answers(status, body, headers);
    return Summary.of(
        server.gnap.continueGrant(server.client, server.continuation(), INTERACT_REF));
  }

  private String cancelled(int status, String body, Map<String, String> headers) {
    server.answers(status, body, headers);
    return Summary.of(server.gnap.cancel(server.client, server.continuation()));
  }

  private String revoked(int status, String body, Map<String, String> headers) {
    server.answers(status, body, headers);
    return Summary.of(server.gnap.revoke(server.client, server.managed()));
  }

  private String rotated(int status, String body, Map<String, String> headers) {
    server.answers(status, body, headers);
    return Summary.of(server.gnap.rotate(server.client, server.managed()));
  }

  private static String error(String code) {
    return "{\"error\":{\"code\":\"" + code + "\",\"description\":\"why\"}}";
  }

  /// The five calls and what each makes of the same answer.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // status | code | Retry-After | request | continue | cancel | revoke | rotate
        "400|invalid_request|-|Refused|Refused|Refused|Refused|Refused",
        "400|invalid_client|-|Refused|Refused|Refused|Refused|Refused",
        "401|invalid_client|-|Refused|Refused|Refused|Refused|Refused",
        "401|invalid_request|-|Refused|Refused|Refused|Refused|Refused",
        "400|invalid_interaction|-|Refused|Refused|Refused|Refused|Refused",
        "400|too_many_attempts|-|Refused|Refused|Refused|Refused|Refused",
        "400|invalid_rotation|-|Refused|Refused|Refused|Refused|Refused",
        "404|invalid_rotation|-|Refused|Refused|Gone|Gone|Refused",
        "404|invalid_request|-|Refused|Refused|Gone|Gone|Refused",
        "404|invalid_continuation|-|Refused|Refused|Gone|Gone|Refused",
        "401|invalid_continuation|-|Refused|Refused|Gone|Gone|Refused",
        "400|invalid_continuation|-|Refused|Refused|Gone|Gone|Refused",
        "401|request_denied|-|Denied|Denied|Refused|Refused|Refused",
        "403|user_denied|-|Denied|Denied|Refused|Refused|Refused",
        "400|user_denied|-|Denied|Denied|Refused|Refused|Refused",
        "400|too_fast|-|NotNow PT5S|NotNow PT5S|NotNow PT5S|NotNow PT5S|NotNow PT5S",
        "400|too_fast|9|NotNow PT9S|NotNow PT9S|NotNow PT9S|NotNow PT9S|NotNow PT9S",
        "429|request_denied|7|NotNow PT7S|NotNow PT7S|NotNow PT7S|NotNow PT7S|NotNow PT7S",
        "408|invalid_request|-|NotNow|NotNow|NotNow|NotNow|NotNow",
        "500|request_denied|-|Unknown|Unknown|NotNow|NotNow|Unknown",
        "500|user_denied|-|Unknown|Unknown|NotNow|NotNow|Unknown",
        "500|too_fast|-|Unknown|Unknown|NotNow PT5S|NotNow PT5S|Unknown",
        "503|invalid_request|4|NotNow PT4S|Unknown|NotNow PT4S|NotNow PT4S|Unknown",
        "503|invalid_request|-|Unknown|Unknown|NotNow|NotNow|Unknown",
      })
  void by_call(
      int status,
      String code,
      String retryAfter,
      String request,
      String continued,
      String cancelled,
      String revoked,
      String rotated) {
    var headers = retryAfter == null ? Map.<String, String>of() : Map.of("Retry-After", retryAfter);
    var body = error(code);

    assertThat(request(status, body, headers)).isEqualTo(expected(request, code, status));
    assertThat(continued(status, body, headers)).isEqualTo(expected(continued, code, status));
    assertThat(cancelled(status, body, headers)).isEqualTo(expected(cancelled, code, status));
    assertThat(revoked(status, body, headers)).isEqualTo(expected(revoked, code, status));
    assertThat(rotated(status, body, headers)).isEqualTo(expected(rotated, code, status));
  }

  private static String expected(String kind, String code, int status) {
    var parts = kind.split(" ", 2);
    return parts[0].equals("Gone")
        ? "Gone"
        : parts[0] + " " + code + " " + status + (parts.length == 2 ? " " + parts[1] : "");
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request",
    "401, invalid_client",
    "402, http_402",
    "403, http_403",
    "406, http_406",
    "415, http_415",
  })
  void a_status_without_a_code_gives_one_of_ours(int status, String code) {
    assertThat(request(status, "<html>no</html>", Map.of()))
        .isEqualTo("Refused " + code + " " + status);
    assertThat(continued(status, "", Map.of())).isEqualTo("Refused " + code + " " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void no_redirect_is_followed(int status) {
    var headers = Map.of("Location", server.uri("/elsewhere").toString());
    var expected = "Refused unexpected_redirect " + status;

    assertThat(request(status, "", headers)).isEqualTo(expected);
    assertThat(continued(status, error("too_fast"), headers)).isEqualTo(expected);
    assertThat(cancelled(status, "", headers)).isEqualTo(expected);
    assertThat(revoked(status, "", headers)).isEqualTo(expected);
    assertThat(rotated(status, "", headers)).isEqualTo(expected);
    assertThat(server.seen).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"error\":{\"code\":\"a_code\",\"description\":\"why\"}}|a_code|why",
        "{\"error\":{\"description\":\"body must have client\"}}|invalid_request|body must have"
            + " client",
        "{\"error\":{\"code\":\"a_code\"}}|a_code|HOST answered 400 without saying why.",
        "{\"error\":\"a_code\"}|a_code|HOST answered 400 without saying why.",
        "{\"error\":\"a_code\",\"error_description\":\"why\"}|a_code|why",
        "{\"error\":\"a whole sentence\"}|invalid_request|a whole sentence",
        "{\"error\":{\"code\":7,\"description\":[]}}|invalid_request|HOST answered 400 without"
            + " saying why.",
        "{\"error\":{\"code\":\"<b>\",\"description\":\" \"}}|invalid_request|HOST answered 400"
            + " without saying why.",
        "{\"error\":null}|invalid_request|HOST answered 400 without saying why.",
        "{\"message\":\"x\"}|invalid_request|HOST answered 400 without saying why.",
        "[1]|invalid_request|HOST answered 400 without saying why.",
        "<h1>Bad Request</h1>|invalid_request|HOST answered 400 without saying why.",
        "{\"error\":{\"code\":\"c\",\"description\":\"a\\u0000b\\u001b[31m\\r"
            + "\\n"
            + "c\\u202ed\"}}|c|a b [31m c d",
      })
  void each_form_of_the_body(String body, String code, String description) {
    server.answers(400, body);

    assertThat(server.gnap.request(server.client, server.uri("/"), WANTED, null).answer())
        .isEqualTo(
            new Refused(new GrantError(code, description.replace("HOST", server.host()), 400)));
  }

  @Test
  void a_long_description_is_cut() {
    server.answers(400, "{\"error\":{\"description\":\"" + "😀".repeat(1000) + "\"}}");

    assertThat(server.gnap.request(server.client, server.uri("/"), WANTED, null).answer())
        .isEqualTo(new Refused(new GrantError("invalid_request", "😀".repeat(299) + "…", 400)));
  }

  @Test
  void a_description_that_is_far_too_long_is_dropped() {
    server.answers(400, "{\"error\":{\"description\":\"" + "a".repeat(2001) + "\"}}");

    assertThat(server.gnap.request(server.client, server.uri("/"), WANTED, null).answer())
        .isEqualTo(
            new Refused(
                new GrantError(
                    "invalid_request", server.host() + " answered 400 without saying why.", 400)));
  }

  private static String answerWith(String description, List<String> tokens) {
    return tokens.stream()
        .map("{\"value\":\"%s\"}"::formatted)
        .collect(
            Collectors.joining(
                ",",
                "{\"error\":{\"code\":\"c\",\"description\":\"%s\"},\"access_token\":["
                    .formatted(description),
                "]}"));
  }

  private static List<String> tokens(int count) {
    return IntStream.range(0, count).mapToObj(i -> "A".repeat(40) + i).toList();
  }

  private static GrantError read(String body) {
    return new ErrorReader("as.example", List.of()).read(400, JsonTree.of(body), null).error();
  }

  @Test
  void a_text_beside_more_tokens_than_an_answer_has_is_dropped() {
    assertThat(read(answerWith("why", tokens(32))).description()).isEqualTo("why");
    assertThat(read(answerWith("why", Collections.nCopies(1000, "the-same-token"))).description())
        .isEqualTo("why");
    assertThat(read(answerWith("why", tokens(33))))
        .isEqualTo(
            new GrantError("invalid_request", "as.example answered 400 without saying why.", 400));
  }

  /// Both as large as an answer may be: searched one for the other it would take minutes. Of the
  /// thread's own time, so that other people's load is not counted.
  @ParameterizedTest
  @CsvSource({"130000, 2000", "130000, 1", "2000, 2000", "2000, 32"})
  void no_answer_costs_more_than_it_is_worth_to_be_searched(int length, int tokens) {
    var body = JsonTree.of(answerWith("A".repeat(length), tokens(tokens)));
    var reader = new ErrorReader("as.example", List.of());
    var threads = ManagementFactory.getThreadMXBean();
    var before = threads.getCurrentThreadCpuTime();

    reader.read(400, body, null);

    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before))
        .isLessThan(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"code\":\"c\",\"description\":\"token old-continue-token is wrong\"}}",
        "{\"error\":{\"code\":\"c\",\"description\":\"reference the-interact-ref is wrong\"}}",
        "{\"error\":{\"code\":\"old-continue-token\",\"description\":\"GNAP old-continue-token\"}}",
        "{\"error\":\"the-interact-ref\"}",
      })
  void a_secret_of_ours_that_comes_back_is_dropped(String body) {
    server.answers(400, body);

    var answer = server.gnap.continueGrant(server.client, server.continuation(), INTERACT_REF);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Refused.class,
            it -> {
              assertThat(it.error().description())
                  .isEqualTo(server.host() + " answered 400 without saying why.");
              assertThat(it.error().code())
                  .isNotEqualTo(CONTINUE_TOKEN.reveal())
                  .isNotEqualTo(INTERACT_REF.reveal());
            });
  }

  /// `old-continue-token`, as servers print a request that they did not like.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "b2xkLWNvbnRpbnVlLXRva2Vu",
        "R05BUCBvbGQtY29udGludWUtdG9rZW4=",
        "eyJ0IjoiR05BUCBvbGQtY29udGludWUtdG9rZW4ifQ",
        "said 6f6c642d636f6e74696e75652d746f6b656e",
        "SAID 6F6C642D636F6E74696E75652D746F6B656E",
        "?t=old%2Dcontinue%2dtoken&x",
        "{\\\"a\\\":\\\"old-continue-token\\\"}",
      })
  void a_secret_that_comes_back_in_another_form_is_dropped(String description) {
    server.answers(400, "{\"error\":{\"description\":\"" + description + "\"}}");

    var answer = server.gnap.continueGrant(server.client, server.continuation(), INTERACT_REF);

    assertThat(answer)
        .isEqualTo(
            new Refused(
                new GrantError(
                    "invalid_request", server.host() + " answered 400 without saying why.", 400)));
  }

  @Test
  void a_token_of_the_same_answer_is_not_quoted() {
    server.answers(
        400,
        """
        {"error": {"code": "too_long", "description": "use NEW-CONTINUE-TOKEN from now on"},
         "continue": {"uri": "https://as.example/c", "access_token": {"value": "NEW-CONTINUE-TOKEN"}}}
        """);

    var answer = server.gnap.continueGrant(server.client, server.continuation(), INTERACT_REF);

    assertThat(answer)
        .isEqualTo(
            new Refused(
                new GrantError(
                    "too_long", server.host() + " answered 400 without saying why.", 400)));
  }

  /// Eight-bit controls and Unicode's own ends of lines among them.
  @Test
  void a_description_has_nothing_in_it_that_a_terminal_or_a_reader_would_obey() {
    server.answers(
        400,
        "{\"error\":{\"description\":\"a\\u0085b\\u009b31m\\u2028c\\u2029d\\u202ee\\u001b[2Jf\"}}");

    assertThat(server.gnap.request(server.client, server.uri("/"), WANTED, null).answer())
        .isEqualTo(new Refused(new GrantError("invalid_request", "a b 31m c d e [2Jf", 400)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"our-nonce", "see https://grantflow.example/finish/unguessable-id!"})
  void a_secret_of_the_request_that_comes_back_is_dropped(String description) {
    server.answers(400, "{\"error\":{\"description\":\"" + description + "\"}}");

    assertThat(server.gnap.request(server.client, server.uri("/"), WANTED, OFFER).answer())
        .isEqualTo(
            new Refused(
                new GrantError(
                    "invalid_request", server.host() + " answered 400 without saying why.", 400)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|PT0S",
        "120|PT2M",
        "99999999999|PT24H",
        "Sun, 01 Mar 2026 10:00:30 GMT|PT30S",
        "Sun, 01 Mar 2026 09:00:00 GMT|PT0S",
        "-5|''",
        "soon|''",
        "99999999999999999999999|''",
      })
  @DisplayName("RFC 9110 §10.2.3 Retry-After")
  void retry_after(String header, String expected) {
    assertThat(request(429, "", Map.of("Retry-After", header)))
        .isEqualTo(("NotNow http_429 429 " + expected).strip());
  }

  @ParameterizedTest
  @CsvSource({
    "user_denied, Denied user_denied 200, Denied user_denied 200",
    "too_fast, NotNow too_fast 200 PT5S, NotNow too_fast 200 PT5S",
    "invalid_client, Refused invalid_client 200, Refused invalid_client 200",
  })
  void an_error_in_a_success_is_an_error(String code, String request, String continued) {
    assertThat(request(200, error(code), Map.of())).isEqualTo(request);
    assertThat(continued(200, error(code), Map.of())).isEqualTo(continued);
  }
}
