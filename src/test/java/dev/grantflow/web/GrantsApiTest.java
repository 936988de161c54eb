package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.contract.DataJson;
import dev.grantflow.engine.CommandDesk.Answer;
import dev.grantflow.engine.CommandDesk.Why;
import dev.grantflow.engine.GrantRecords.Page;
import dev.grantflow.engine.GrantRecords.Place;
import dev.grantflow.engine.GrantRecords.Query;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Problem;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
final class GrantsApiTest {

  private static final String JSON = "application/json";
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String REQUEST =
      """
      {"grantId": "order-7", "authServer": "https://auth.example/",
       "access_token": {"access": [{"type": "incoming-payment", "actions": ["create"]}]}}\
      """;
  private static final String NAMELESS = REQUEST.replace("\"grantId\": \"order-7\",", "");

  @RegisterExtension static final WebServer SERVER = WebServer.withApi(Map.of());

  @RegisterExtension
  static final WebServer FULL =
      WebServer.withApi(Map.of("grantflow.api.waiters-max", 0, "grantflow.api.streams-max", 0));

  @RegisterExtension static final WebServer SHUT = new WebServer();

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/grants",
    "POST, /v1/grants",
    "GET, /v1/grants/order-7",
    "DELETE, /v1/grants/order-7",
    "GET, /v1/grants/order-7/events"
  })
  void is_not_there_unless_it_is_switched_on(String method, String path) throws Exception {
    var reply = SHUT.send(method, path);

    assertProblem(reply, 404, "about:blank");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1, '', 404",
    "GET, /v1/nothing, '', 404",
    "PATCH, /v1/grants/order-7, '', 405",
    "PUT, /v1/grants, '', 405",
    "HEAD, /v1/grants, '', 405",
    "GET, /v1/grants, text/html, 406",
    "GET, /v1/grants/order-7, image/png, 406",
    "GET, /v1/grants/order-7/events, application/json, 406",
  })
  void words_what_the_framework_refuses_as_problems(
      String method, String path, String accept, int status) throws Exception {
    var reply = SERVER.send(method, path, "Accept", accept.isEmpty() ? "*/*" : accept);

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(reply.headers().firstValue("Cache-Control")).hasValue("no-store");
    if (!method.equals("HEAD")) {
      assertProblem(reply, status, "about:blank");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
  void takes_json_only(String type) throws Exception {
    assertProblem(post(REQUEST, "Content-Type", type), 415, "about:blank");
    assertProblem(SERVER.sendBody("POST", "/v1/grants", REQUEST), 415, "about:blank");
  }

  @Test
  void refuses_a_body_that_is_too_long() throws Exception {
    assertProblem(post(" ".repeat(65 * 1024) + REQUEST), 413, "about:blank");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                        | body    | This is empty. Give a JSON object.
          {"grantId":               | body    | This is not JSON: there is a fault at line 1, column 12. A name that is there twice is one, too.
          {"grantId":"a","grantId":"a"} | body | This is not JSON: there is a fault at line 1, column 26. A name that is there twice is one, too.
          ["order-7"]               | body    | This is not a JSON object. Give one.
          {"authServer":"https://auth.example/"} | grantId | It is missing. Choose an id for the grant and give it here, or as the header field Idempotency-Key.
          """)
  void says_why_a_body_cannot_be_read(String body, String field, String message) throws Exception {
    var reply = post(body);

    assertProblem(reply, 400, "/problems/request-unreadable");
    var problem = json(reply).path("problems").path(0);
    assertThat(problem.path("field").stringValue()).isEqualTo(field);
    assertThat(problem.path("message").stringValue())
        .satisfiesAnyOf(
            it -> assertThat(it).isEqualTo(message),
            it ->
                assertThat(it.replaceAll("column \\d+", ""))
                    .isEqualTo(message.replaceAll("column \\d+", "")));
  }

  @Test
  void names_every_field_that_is_wrong() throws Exception {
    var reply =
        post(
            """
            {"grantId": "order-7", "walletAdress": "https://wallet.example/alice",
             "authServer": "https://auth.example/", "subject": 1}\
            """);

    assertProblem(reply, 422, "/problems/request-invalid");
    assertThat(json(reply).path("problems").valueStream().map(it -> it.path("field").stringValue()))
        .contains("walletAdress", "subject");
    assertThat(SERVER.grants().taken()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"order-8, Idempotency-Key", "'a b', Idempotency-Key", "'', Idempotency-Key"})
  void wants_the_idempotency_key_to_be_the_grant_id(String key, String field) throws Exception {
    var reply = post(REQUEST, "Idempotency-Key", key);

    assertProblem(reply, 400, "/problems/request-unreadable");
    assertThat(json(reply).path("problems").path(0).path("field").stringValue()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"order-7", "\"order-7\""})
  void takes_the_idempotency_key_for_the_grant_id(String key) throws Exception {
    SERVER.grants().answer(() -> new Answer.Accepted(Grants.in(Status.REQUESTED)));

    var reply = post(NAMELESS, "Idempotency-Key", key);

    assertThat(reply.statusCode()).isEqualTo(202);
    assertThat(SERVER.grants().taken())
        .singleElement()
        .satisfies(it -> assertThat(it.command().grantId()).isEqualTo(new GrantId("order-7")));
  }

  @ParameterizedTest
  @CsvSource({TRACE + ", true", "00-0-0-01, false"})
  void carries_a_trace_of_the_right_form(String traceparent, boolean isCarried) throws Exception {
    SERVER.grants().answer(() -> new Answer.Unchanged(Grants.in(Status.REQUESTED)));

    post(REQUEST, "traceparent", traceparent);

    assertThat(SERVER.grants().taken())
        .extracting(ScriptedGrants.Taken::traceparent)
        .containsExactly(isCarried ? traceparent : null);
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID, 422, /problems/request-invalid",
    "TAKEN, 409, /problems/grant-conflict",
    "UNKNOWN, 404, /problems/grant-unknown",
    "STATE, 409, /problems/grant-state"
  })
  void tells_why_a_command_was_refused(Why why, int status, String type) throws Exception {
    var problem = new Problem("client", "No such client.");
    SERVER.grants().answer(() -> new Answer.Refused(why, List.of(problem)));

    assertProblem(post(REQUEST), status, type);
    assertProblem(SERVER.send("DELETE", "/v1/grants/order-7"), status, type);
  }

  @Test
  void says_when_to_come_back_while_the_database_is_away() throws Exception {
    SERVER
        .grants()
        .answer(
            () -> {
              throw new AwayOutages.Away();
            });

    var reply = post(REQUEST);

    assertProblem(reply, 503, "/problems/unavailable");
    assertThat(reply.headers().firstValue("Retry-After")).hasValue("2");
  }

  @Test
  void says_nothing_of_what_failed_inside() throws Exception {
    SERVER
        .grants()
        .answer(
            () -> {
              throw new IllegalStateException("token-value");
            });

    var reply = post(REQUEST);

    assertProblem(reply, 500, "about:blank");
    assertThat(reply.body()).doesNotContain("token-value");
  }

  @Test
  void takes_the_reason_of_a_revocation_from_the_query_or_the_body() throws Exception {
    SERVER.grants().answer(() -> new Answer.Accepted(Grants.in(Status.REVOKING)));

    SERVER.send("DELETE", "/v1/grants/order-7?reason=too%20late");
    SERVER.sendBody(
        "DELETE", "/v1/grants/order-7", "{\"reason\":\"sold out\"}", "Content-Type", JSON);
    SERVER.send("DELETE", "/v1/grants/order-7");

    var id = new GrantId("order-7");
    assertThat(SERVER.grants().taken())
        .extracting(ScriptedGrants.Taken::command)
        .containsExactly(
            new GrantRevokeRequested(id, "too late"),
            new GrantRevokeRequested(id, "sold out"),
            new GrantRevokeRequested(id, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ?reason=a | {"reason":"b"}       | 400 | reason
          ''        | {"grantId":"other"}  | 400 | grantId
          ''        | {"grund":"x"}        | 422 | grund
          ''        | {"reason":1}         | 422 | reason
          ''        | nonsense             | 400 | body
          """)
  void says_why_a_revocation_cannot_be_read(String query, String body, int status, String field)
      throws Exception {
    var reply = SERVER.sendBody("DELETE", "/v1/grants/order-7" + query, body, "Content-Type", JSON);

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(json(reply).path("problems").path(0).path("field").stringValue()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"3\"', 304",
    "'W/\"3\"', 304",
    "'\"1\", \"3\"', 304",
    "*, 304",
    "'\"2\"', 200",
    "3, 200"
  })
  void does_not_send_what_the_caller_has(String tags, int status) throws Exception {
    SERVER.grants().show(Grants.in(Status.PENDING), null);

    var reply = SERVER.get("/v1/grants/order-7", "If-None-Match", tags);

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(reply.headers().firstValue("ETag")).hasValue("\"3\"");
  }

  @ParameterizedTest
  @CsvSource({"wait=7, 7", "'respond-async, WAIT = 7', 7", "wait=900, 30"})
  void keeps_a_caller_waiting_for_a_change_as_long_as_it_prefers(String prefer, int seconds)
      throws Exception {
    SERVER.grants().show(Grants.in(Status.PENDING), Grants.in(Status.FINALIZED).atVersion(4));

    var reply = SERVER.get("/v1/grants/order-7", "If-None-Match", "\"3\"", "Prefer", prefer);

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("ETag")).hasValue("\"4\"");
    assertThat(reply.headers().firstValue("Preference-Applied")).hasValue("wait=" + seconds);
    assertThat(SERVER.grants().waits()).containsExactly(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"wait=x, '\"3\"'", "wait=-1, '\"3\"'", "wait=5, '\"2\"'", "wait=5, ''"})
  void answers_at_once_who_has_an_older_version_or_prefers_nothing_sensible(
      String prefer, String tags) throws Exception {
    SERVER.grants().show(Grants.in(Status.PENDING), null);

    var reply = SERVER.get("/v1/grants/order-7", "If-None-Match", tags, "Prefer", prefer);

    assertThat(reply.headers().firstValue("Preference-Applied")).isEmpty();
    assertThat(SERVER.grants().waits()).isEmpty();
  }

  @Test
  void answers_at_once_when_enough_wait_already() throws Exception {
    FULL.grants().show(Grants.in(Status.PENDING), null);

    var reply = FULL.get("/v1/grants/order-7?version=3", "Prefer", "wait=20");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Preference-Applied")).isEmpty();
    assertProblem(FULL.get("/v1/grants/order-7/events"), 503, "/problems/too-many-listeners");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "a%2Fb", "a%20b"})
  void knows_no_grant_under_another_id(String id) throws Exception {
    SERVER.grants().forget();

    assertProblem(SERVER.get("/v1/grants/" + id), 404, "/problems/grant-unknown");
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void shows_a_grant_in_any_state(Status status) throws Exception {
    SERVER.grants().show(Grants.in(status), null);

    var reply = SERVER.get("/v1/grants/order-7");

    assertThat(json(reply).path("state").stringValue()).isEqualTo(status.name());
    assertThat(json(reply).path("server").stringValue()).isEqualTo("auth.example");
    assertThat(reply.body()).doesNotContain("nonce", "finish", "continue", "\"ref\"");
  }

  @Test
  void reads_every_filter_and_hands_the_rest_of_the_list_on() throws Exception {
    var place = new Place(Instant.parse("2026-03-01T12:00:00.123456Z"), 42);
    SERVER.grants().show(new Page(List.of(Grants.in(Status.PENDING)), place));
    var target =
        "/v1/grants?state=PENDING&client=a%26b&server=auth.example%3A8443"
            + "&walletAddress=https%3A%2F%2Fwallet.example%2Falice"
            + "&subject=https%3A%2F%2Fwallet.example%2Fbob"
            + "&acceptedFrom=2026-03-01T00%3A00%3A00Z&acceptedTo=2026-03-02T01%3A00%3A00%2B01%3A00"
            + "&limit=7";

    var first = SERVER.get(target);
    var next = json(first).path("next").stringValue();
    SERVER.get(next);

    assertThat(first.headers().firstValue("Link")).hasValue("<" + next + ">; rel=\"next\"");
    assertThat(SERVER.grants().queries()).containsExactly(query(null), query(place));
  }

  @Test
  void lists_fifty_unless_told_otherwise_and_ends_without_a_next() throws Exception {
    SERVER.grants().show(new Page(List.of(), null));

    var reply = SERVER.get("/v1/grants");

    assertThat(reply.body()).isEqualTo("{\"grants\":[]}");
    assertThat(reply.headers().firstValue("Link")).isEmpty();
    assertThat(SERVER.grants().queries()).extracting(Query::max).containsExactly(50);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit",
    "limit=201, limit",
    "limit=x, limit",
    "stat=PENDING, stat",
    "state=pending, state",
    "state=PENDING&state=PENDING, state",
    "acceptedFrom=today, acceptedFrom",
    "acceptedTo=-9999-01-01T00:00:00Z, acceptedTo",
    "cursor=x, cursor",
    "cursor=!, cursor",
    "cursor=f_________9_________w, cursor"
  })
  void refuses_a_filter_that_it_does_not_understand(String query, String field) throws Exception {
    var reply = SERVER.get("/v1/grants?" + query);

    assertProblem(reply, 400, "/problems/request-unreadable");
    assertThat(json(reply).path("problems").path(0).path("field").stringValue()).isEqualTo(field);
  }

  private static Query query(@Nullable Place after) {
    return new Query(
        Status.PENDING,
        "a&b",
        "auth.example:8443",
        "https://wallet.example/alice",
        "https://wallet.example/bob",
        Instant.parse("2026-03-01T00:00:00Z"),
        Instant.parse("2026-03-02T00:00:00Z"),
        after,
        7);
  }

  private static HttpResponse<String> post(String body, String... headers) throws Exception {
    var all = new ArrayList<>(List.of(headers));
    if (!all.contains("Content-Type")) {
      all.addAll(List.of("Content-Type", JSON));
    }
    return SERVER.sendBody("POST", "/v1/grants", body, all.toArray(String[]::new));
  }

  private static void assertProblem(HttpResponse<String> reply, int status, String type) {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(reply).path("type").stringValue()).isEqualTo(type);
    assertThat(json(reply).path("status").intValue()).isEqualTo(status);
    assertThat(Stream.of("title", "detail"))
        .allSatisfy(name -> assertThat(json(reply).path(name).stringValue()).isNotBlank());
  }

  private static JsonNode json(HttpResponse<String> reply) {
    return DataJson.MAPPER.readTree(reply.body());
  }
}
