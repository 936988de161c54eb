package dev.grantflow.web;

import static dev.grantflow.grant.GrantState.Status.FINALIZED;
import static dev.grantflow.grant.GrantState.Status.PENDING;
import static dev.grantflow.web.SignaturesControllerTest.READ;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.CommandDesk.Answer;
import dev.grantflow.engine.CommandDesk.Why;
import dev.grantflow.engine.FinishCallbacks.Outcome;
import dev.grantflow.engine.GrantRecords;
import dev.grantflow.engine.GrantRecords.Page;
import dev.grantflow.engine.GrantRecords.Place;
import dev.grantflow.engine.InteractionStarts;
import dev.grantflow.engine.ResourceSignatures;
import dev.grantflow.engine.SetAside;
import dev.grantflow.engine.TokenReads;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Problem;
import dev.grantflow.grant.StartKey;
import dev.grantflow.security.Access;
import dev.grantflow.security.Operations;
import io.micronaut.health.HealthStatus;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Holds `docs/openapi.yaml` to what is served.
final class ApiDescriptionTest {

  private static final String FINISH_PATH = "/finish/{callbackId}";
  private static final String FINISH = "GET " + FINISH_PATH;
  private static final String START = "GET /start/{startId}";
  private static final URI TO = URI.create("https://auth.example/interact/1");
  private static final StartKey KEY = new StartKey("0".repeat(64));
  private static final Instant UNTIL = Instant.parse("2100-01-01T00:00:00Z");
  private static final String PUSH = "POST " + FINISH_PATH;
  private static final String GRANTS = "/v1/grants";
  private static final String ONE = GRANTS + "/order-7";
  private static final String REQUEST =
      """
      {"grantId": "order-7", "authServer": "https://auth.example/",
       "access_token": {"access": [{"type": "incoming-payment", "actions": ["create"]}]}}\
      """;
  private static final GrantRecords.Entry ACCEPTED =
      new GrantRecords.Entry(1, null, "REQUESTED", "accepted", Instant.EPOCH);
  private static final GrantRecords.Entry ENDED =
      new GrantRecords.Entry(3, "REQUESTED", "EXPIRED", "deadline", Instant.EPOCH);
  private static final String COMPLETED = "/finish/1?hash=h4sh&interact_ref=r3f";

  private static final Described DESCRIPTION = Described.read();

  @RegisterExtension static final WebServer SERVER = WebServer.withApi(Map.of());

  @RegisterExtension
  static final WebServer FULL = WebServer.withApi(Map.of("grantflow.api.streams-max", 0));

  @RegisterExtension
  static final WebServer LIMITED = WebServer.withApi(Map.of("grantflow.http.calls-per-id", 1));

  @Test
  void describes_every_route_of_the_web_package_and_no_other() {
    var ours =
        SERVER
            .context()
            .getBean(Router.class)
            .uriRoutes()
            .filter(route -> route.getDeclaringType().getPackageName().equals("dev.grantflow.web"))
            .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
            .collect(Collectors.toSet());
    // The framework adds it to what is read; it says no more than GET.
    ours.removeAll(
        Set.of("HEAD /set-aside", "HEAD /clients/{name}", "HEAD /clients/{name}/jwks.json"));
    ours.addAll(Set.of("GET /health/liveness", "GET /health/readiness", "GET /prometheus"));

    assertThat(DESCRIPTION.statuses().keySet()).isEqualTo(ours);
  }

  @Test
  void describes_the_scope_that_each_operation_needs() {
    var operations = SERVER.context().getBean(Operations.class);

    assertThat(DESCRIPTION.statuses().keySet())
        .allSatisfy(
            operation -> {
              var words = operation.split(" ", 2);
              assertThat(DESCRIPTION.scopes(operation))
                  .as(operation)
                  .isEqualTo(scopes(operations.access(words[0], words[1])));
            });
  }

  /// In the alternatives that OpenAPI has: none, and one for each scope.
  private static List<List<String>> scopes(Access access) {
    return switch (access) {
      case Access.Open() -> List.of();
      case Access.OpenInPart(var scope) -> List.of(List.of(), List.of(scope.value()));
      case Access.Needs(var scope) -> List.of(List.of(scope.value()));
      case Access.Nobody() -> throw new AssertionError("nobody may call it");
    };
  }

  @Test
  void describes_every_status_that_there_is() {
    var seen = new TreeMap<String, Set<String>>();
    for (var call : calls().toList()) {
      seen.computeIfAbsent(call.getKey(), _ -> new TreeSet<>())
          .add(Integer.toString(call.getValue().get().statusCode()));
    }

    assertThat(DESCRIPTION.statuses()).isEqualTo(seen);
  }

  @Test
  void describes_what_each_answer_looks_like() {
    calls().forEach(call -> DESCRIPTION.check(call.getKey(), call.getValue().get()));
  }

  @Test
  void knows_every_filter_and_problem_of_the_api() {
    var parameters =
        (List<?>) Objects.requireNonNull(DESCRIPTION.at("paths", GRANTS, "get").get("parameters"));
    var names =
        parameters.stream().map(it -> String.valueOf(((Map<?, ?>) it).get("name"))).toList();

    assertThat(names)
        .containsExactlyElementsOf(
            Stream.concat(ListQuery.FILTERS.stream(), Stream.of(ListQuery.CURSOR)).toList());
  }

  @Test
  void knows_the_statuses_results_and_limits_of_the_code() {
    assertThat(DESCRIPTION.at("components", "schemas", "Status").get("enum"))
        .isEqualTo(Stream.of(Status.values()).map(Status::name).toList());
    assertThat(finishParameters())
        .contains(
            entry("hash", FinishQuery.HASH_MAX),
            entry("interact_ref", FinishQuery.INTERACT_REF_MAX),
            entry("result", FinishQuery.RESULTS));
  }

  /// What each parameter's schema bounds it by.
  private static Map<Object, Object> finishParameters() {
    var bounds = new HashMap<Object, Object>();
    var parameters =
        Objects.requireNonNull(DESCRIPTION.at("paths", FINISH_PATH, "get").get("parameters"));
    for (var parameter : (List<?>) parameters) {
      var members = (Map<?, ?>) parameter;
      var schema = (Map<?, ?>) Objects.requireNonNull(members.get("schema"));
      var words = (List<?>) schema.get("enum");
      bounds.put(
          Objects.requireNonNull(members.get("name")),
          words == null
              ? Objects.requireNonNullElse(schema.get("maxLength"), 0)
              : Set.copyOf(words));
    }
    return bounds;
  }

  private static Stream<Entry<String, Supplier<HttpResponse<String>>>> calls() {
    return Stream.concat(
        Stream.concat(apiCalls(), refusedCalls()),
        Stream.of(
            entry(
                FINISH,
                () -> finish(COMPLETED, Grants.settled(Status.FINALIZED, "https://s.test/"))),
            entry(FINISH, () -> finish(COMPLETED, Grants.settled(Status.FINALIZED, null))),
            entry(FINISH, () -> finish(COMPLETED, new Outcome.WrongHash())),
            entry(START, () -> start(() -> new InteractionStarts.Outcome.Forward(TO, KEY, UNTIL))),
            entry(START, () -> start(InteractionStarts.Outcome.Over::new)),
            entry(START, () -> start(InteractionStarts.Outcome.UnknownStart::new)),
            entry(
                START,
                () ->
                    start(
                        () -> {
                          throw new IllegalStateException("on purpose");
                        })),
            entry(START, () -> oneTooMany("/start/1")),
            entry(FINISH, () -> oneTooMany(COMPLETED)),
            entry(PUSH, ApiDescriptionTest::pushedTooOften),
            entry(PUSH, () -> push(Outcome.OtherBrowser::new)),
            entry(FINISH, () -> finish(COMPLETED, new Outcome.OtherBrowser())),
            entry(FINISH, () -> finish(COMPLETED, new Outcome.UnknownCallback())),
            entry(FINISH, () -> finish("/finish/1", new Outcome.WrongHash())),
            entry(FINISH, ApiDescriptionTest::failing),
            entry("GET /health/liveness", () -> health("/health/liveness", HealthStatus.UP)),
            entry("GET /health/readiness", () -> health("/health/readiness", HealthStatus.UP)),
            entry("GET /health/readiness", () -> health("/health/readiness", HealthStatus.DOWN)),
            entry("GET /health/liveness", () -> health("/health/liveness", HealthStatus.DOWN)),
            entry("GET /prometheus", () -> managed("GET", "/prometheus")),
            entry("GET /set-aside", () -> managed("GET", "/set-aside")),
            entry("POST /set-aside/{grantId}", ApiDescriptionTest::released),
            entry("POST /set-aside/{grantId}", () -> managed("POST", "/set-aside/unknown"))));
  }

  /// Without a token, and with one that allows nothing.
  private static Stream<Entry<String, Supplier<HttpResponse<String>>>> refusedCalls() {
    return DESCRIPTION.statuses().keySet().stream()
        .filter(operation -> DESCRIPTION.scopes(operation).size() == 1)
        .flatMap(
            operation ->
                Stream.of(
                    entry(operation, () -> bare(operation)),
                    entry(
                        operation,
                        () ->
                            bare(
                                operation,
                                "Authorization",
                                "Bearer " + WebServer.IDENTITY.token(List.of())))));
  }

  private static HttpResponse<String> bare(String operation, String... headers) {
    var words = operation.replaceAll("\\{[^}]+}", "order-7").split(" ", 2);
    try {
      return words[1].startsWith("/v1/")
          ? SERVER.bare(words[0], words[1], headers)
          : SERVER.manageBare(words[0], words[1], headers);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(operation, failure);
    }
  }

  private static Stream<Entry<String, Supplier<HttpResponse<String>>>> apiCalls() {
    var one = GRANTS + "/{grantId}";
    var events = "GET " + one + "/events";
    return Stream.of(
        entry("GET /clients/{name}", () -> answer("/clients/shop")),
        entry("GET /clients/{name}", () -> answer("/clients/other")),
        entry("GET /clients/{name}/jwks.json", () -> answer("/clients/shop/jwks.json")),
        entry("GET /clients/{name}/jwks.json", () -> answer("/clients/other/jwks.json")),
        entry(PUSH, () -> push(() -> Grants.settled(Status.APPROVED, null))),
        entry(PUSH, () -> push(Outcome.WrongHash::new)),
        entry(PUSH, () -> push(Outcome.UnknownCallback::new)),
        entry(
            PUSH,
            () ->
                push(
                    () -> {
                      throw new IllegalStateException("on purpose");
                    })),
        entry("POST " + GRANTS, () -> post(REQUEST, new Answer.Accepted(Grants.in(PENDING)))),
        entry("POST " + GRANTS, () -> post("{", new Answer.Accepted(Grants.in(PENDING)))),
        entry("POST " + GRANTS, () -> post(REQUEST, refused(Why.TAKEN))),
        entry("POST " + GRANTS, () -> post(" ".repeat(70_000), refused(Why.TAKEN))),
        entry("POST " + GRANTS, () -> body("POST", GRANTS, REQUEST, "text/plain")),
        entry("POST " + GRANTS, () -> post(REQUEST, refused(Why.INVALID))),
        entry("POST " + GRANTS, ApiDescriptionTest::away),
        entry("GET " + GRANTS, ApiDescriptionTest::page),
        entry("GET " + GRANTS, () -> answer(GRANTS + "?limit=0")),
        entry("GET " + one, () -> shown(Grants.in(FINALIZED))),
        entry("GET " + one, () -> shown(Grants.in(Status.FAILED))),
        entry("GET " + one, () -> shown(Grants.in(PENDING), "If-None-Match", "*")),
        entry("GET " + one, () -> answer(ONE + "?version=x")),
        entry("GET " + one, () -> unknown(ONE)),
        entry("DELETE " + one, () -> revoked(new Answer.Accepted(Grants.in(PENDING)), "")),
        entry("DELETE " + one, () -> revoked(new Answer.Unchanged(Grants.in(PENDING)), "")),
        entry("DELETE " + one, () -> revoked(refused(Why.UNKNOWN), "")),
        entry("DELETE " + one, () -> revoked(refused(Why.STATE), "")),
        entry("DELETE " + one, () -> revoked(refused(Why.STATE), "{\"grantId\":\"other\"}")),
        entry("DELETE " + one, () -> revoked(refused(Why.STATE), "{\"reason\":1}")),
        entry("POST " + one + "/signatures", () -> sign("{", unknownGrant())),
        entry("POST " + one + "/signatures", () -> sign("{}", unknownGrant())),
        entry("POST " + one + "/signatures", () -> sign(READ, unknownGrant())),
        entry("POST " + one + "/signatures", () -> sign(READ, notUsable())),
        entry("POST " + one + "/signatures", () -> sign(READ, notKnown())),
        entry("POST " + one + "/signatures", () -> sign(READ, signed())),
        entry("GET " + one + "/token", () -> fetched(TokenControllerTest.read())),
        entry("GET " + one + "/token", () -> fetched(new TokenReads.Outcome.Nothing("None."))),
        entry("GET " + one + "/token", () -> fetched(new TokenReads.Outcome.NotUsable("Wait."))),
        entry("GET " + one + "/token", () -> answer(ONE + "/token?label=a&label=b")),
        entry(events, () -> followed(SERVER)),
        entry(events, () -> followed(FULL)),
        entry(events, () -> followed(SERVER, "Last-Event-ID", "3")),
        entry(events, () -> followed(SERVER, "Last-Event-ID", "x")),
        entry(events, () -> unknown(ONE + "/events")));
  }

  private static Answer refused(Why why) {
    return new Answer.Refused(why, List.of(new Problem("grantId", "It is not right.")));
  }

  private static HttpResponse<String> post(String body, Answer answer) {
    SERVER.grants().answer(() -> answer);
    return body("POST", GRANTS, body, "application/json");
  }

  private static HttpResponse<String> revoked(Answer answer, String body) {
    SERVER.grants().answer(() -> answer);
    return body("DELETE", ONE, body, "application/json");
  }

  private static HttpResponse<String> sign(String json, ResourceSignatures.Outcome outcome) {
    SERVER.signatures().answer(() -> outcome);
    return body("POST", ONE + "/signatures", json, "application/json");
  }

  private static HttpResponse<String> fetched(TokenReads.Outcome outcome) {
    SERVER.tokens().answer(outcome);
    return answer(ONE + "/token");
  }

  private static ResourceSignatures.Outcome signed() {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Authorization", "GNAP t");
    headers.put("Signature-Input", "sig1=()");
    headers.put("Signature", "sig1=:AA==:");
    return new ResourceSignatures.Outcome.Signed(headers);
  }

  private static ResourceSignatures.Outcome unknownGrant() {
    return new ResourceSignatures.Outcome.UnknownGrant();
  }

  private static ResourceSignatures.Outcome notUsable() {
    return new ResourceSignatures.Outcome.NotUsable("The grant is PENDING.");
  }

  private static ResourceSignatures.Outcome notKnown() {
    return new ResourceSignatures.Outcome.Unavailable("Away.", null);
  }

  private static HttpResponse<String> away() {
    SERVER
        .grants()
        .answer(
            () -> {
              throw new AwayOutages.Away();
            });
    return body("POST", GRANTS, REQUEST, "application/json");
  }

  private static HttpResponse<String> page() {
    var next = new Place(Instant.EPOCH, 7);
    SERVER.grants().show(new Page(List.of(Grants.in(PENDING), Grants.in(FINALIZED)), next));
    return answer(GRANTS);
  }

  private static HttpResponse<String> shown(Grant grant, String... headers) {
    SERVER.grants().show(grant, null, ACCEPTED, ENDED);
    return answer(SERVER, ONE, headers);
  }

  private static HttpResponse<String> unknown(String target) {
    SERVER.grants().forget();
    return answer(target);
  }

  private static HttpResponse<String> followed(WebServer server, String... headers) {
    server.grants().show(Grants.in(Status.EXPIRED), null, ACCEPTED, ENDED);
    return answer(server, ONE + "/events", headers);
  }

  private static HttpResponse<String> body(String method, String target, String body, String type) {
    try {
      return SERVER.sendBody(method, target, body, "Content-Type", type);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(method + " " + target, failure);
    }
  }

  private static HttpResponse<String> answer(WebServer server, String target, String... headers) {
    try {
      return server.get(target, headers);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError("GET " + target, failure);
    }
  }

  private static HttpResponse<String> finish(String target, Outcome outcome) {
    SERVER.callbacks().answer(() -> outcome);
    return answer(target);
  }

  private static HttpResponse<String> start(Supplier<InteractionStarts.Outcome> outcome) {
    SERVER.starts().answer(outcome);
    return answer("/start/1");
  }

  private static HttpResponse<String> oneTooMany(String target) {
    answer(LIMITED, target);
    return answer(LIMITED, target);
  }

  private static HttpResponse<String> pushedTooOften() {
    try {
      LIMITED.post("/finish/2", "application/json", "{}");
      return LIMITED.post("/finish/2", "application/json", "{}");
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError("POST /finish/2", failure);
    }
  }

  private static HttpResponse<String> push(Supplier<Outcome> outcome) {
    SERVER.callbacks().answer(outcome);
    return body(
        "POST", "/finish/1", "{\"hash\":\"h4sh\",\"interact_ref\":\"r3f\"}", "application/json");
  }

  private static HttpResponse<String> failing() {
    SERVER
        .callbacks()
        .answer(
            () -> {
              throw new IllegalStateException("on purpose");
            });
    return answer(COMPLETED);
  }

  private static HttpResponse<String> health(String target, HealthStatus neighbour) {
    SERVER.health().say(neighbour);
    return managed("GET", target);
  }

  private static HttpResponse<String> released() {
    SERVER
        .setAside()
        .add(new SetAside.Entry("set-aside-1", "REQUESTED", Instant.EPOCH, 5, "fault"));
    return managed("POST", "/set-aside/set-aside-1");
  }

  private static HttpResponse<String> managed(String method, String target) {
    try {
      return SERVER.manage(method, target);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(method + " " + target, failure);
    }
  }

  private static HttpResponse<String> answer(String target) {
    try {
      return SERVER.get(target);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError("GET " + target, failure);
    }
  }
}
