package dev.grantflow.web;

import static dev.grantflow.grant.GrantState.Status.FINALIZED;
import static dev.grantflow.grant.GrantState.Status.PENDING;
import static dev.grantflow.web.SignaturesControllerTest.READ;
import static java.util.Map.entry;

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
import io.micronaut.health.HealthStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map.Entry;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Calls that together have every answer that `openapi.yaml` describes.
///
/// @param full a server that has no place for another stream
/// @param limited one that hears each id once a minute
record DescribedCalls(Described description, WebServer server, WebServer full, WebServer limited) {

  static final String FINISH_PATH = "/finish/{callbackId}";
  static final String GRANTS = "/v1/grants";
  private static final String FINISH = "GET " + FINISH_PATH;
  private static final String START = "GET /start/{startId}";
  private static final URI TO = URI.create("https://auth.example/interact/1");
  private static final StartKey KEY = new StartKey("0".repeat(64));
  private static final Instant UNTIL = Instant.parse("2100-01-01T00:00:00Z");
  private static final String PUSH = "POST " + FINISH_PATH;
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

  /// By method and path.
  Stream<Entry<String, Supplier<HttpResponse<String>>>> calls() {
    return Stream.concat(
        Stream.concat(Stream.concat(apiCalls(), refusedCalls()), new OperatorCalls(server).calls()),
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
            entry(PUSH, this::pushedTooOften),
            entry(PUSH, () -> push(Outcome.OtherBrowser::new)),
            entry(FINISH, () -> finish(COMPLETED, new Outcome.OtherBrowser())),
            entry(FINISH, () -> finish(COMPLETED, new Outcome.UnknownCallback())),
            entry(FINISH, () -> finish("/finish/1", new Outcome.WrongHash())),
            entry(FINISH, this::failing),
            entry("GET /health/liveness", () -> health("/health/liveness", HealthStatus.UP)),
            entry("GET /health/readiness", () -> health("/health/readiness", HealthStatus.UP)),
            entry("GET /health/readiness", () -> health("/health/readiness", HealthStatus.DOWN)),
            entry("GET /health/liveness", () -> health("/health/liveness", HealthStatus.DOWN)),
            entry("GET /prometheus", () -> managed("GET", "/prometheus")),
            entry("GET /set-aside", () -> managed("GET", "/set-aside")),
            entry("POST /set-aside/{grantId}", this::released),
            entry("POST /set-aside/{grantId}", () -> managed("POST", "/set-aside/unknown"))));
  }

  /// Without a token, and with one that allows nothing.
  private Stream<Entry<String, Supplier<HttpResponse<String>>>> refusedCalls() {
    return description.statuses().keySet().stream()
        .filter(operation -> description.scopes(operation).size() == 1)
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

  private HttpResponse<String> bare(String operation, String... headers) {
    var words = operation.replaceAll("\\{[^}]+}", "order-7").split(" ", 2);
    try {
      return words[1].startsWith("/v1/")
          ? server.bare(words[0], words[1], headers)
          : server.manageBare(words[0], words[1], headers);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(operation, failure);
    }
  }

  private Stream<Entry<String, Supplier<HttpResponse<String>>>> apiCalls() {
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
        entry("POST " + GRANTS, this::away),
        entry("GET " + GRANTS, this::page),
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
        entry(events, () -> followed(server)),
        entry(events, () -> followed(full)),
        entry(events, () -> followed(server, "Last-Event-ID", "3")),
        entry(events, () -> followed(server, "Last-Event-ID", "x")),
        entry(events, () -> unknown(ONE + "/events")));
  }

  private static Answer refused(Why why) {
    return new Answer.Refused(why, List.of(new Problem("grantId", "It is not right.")));
  }

  private HttpResponse<String> post(String body, Answer answer) {
    server.grants().answer(() -> answer);
    return body("POST", GRANTS, body, "application/json");
  }

  private HttpResponse<String> revoked(Answer answer, String body) {
    server.grants().answer(() -> answer);
    return body("DELETE", ONE, body, "application/json");
  }

  private HttpResponse<String> sign(String json, ResourceSignatures.Outcome outcome) {
    server.signatures().answer(() -> outcome);
    return body("POST", ONE + "/signatures", json, "application/json");
  }

  private HttpResponse<String> fetched(TokenReads.Outcome outcome) {
    server.tokens().answer(outcome);
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

  private HttpResponse<String> away() {
    server
        .grants()
        .answer(
            () -> {
              throw new AwayOutages.Away();
            });
    return body("POST", GRANTS, REQUEST, "application/json");
  }

  private HttpResponse<String> page() {
    var next = new Place(Instant.EPOCH, 7);
    server.grants().show(new Page(List.of(Grants.in(PENDING), Grants.in(FINALIZED)), next));
    return answer(GRANTS);
  }

  private HttpResponse<String> shown(Grant grant, String... headers) {
    server.grants().show(grant, null, ACCEPTED, ENDED);
    return answer(server, ONE, headers);
  }

  private HttpResponse<String> unknown(String target) {
    server.grants().forget();
    return answer(target);
  }

  private HttpResponse<String> followed(WebServer server, String... headers) {
    server.grants().show(Grants.in(Status.EXPIRED), null, ACCEPTED, ENDED);
    return answer(server, ONE + "/events", headers);
  }

  private HttpResponse<String> body(String method, String target, String body, String type) {
    try {
      return server.sendBody(method, target, body, "Content-Type", type);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(method + " " + target, failure);
    }
  }

  private HttpResponse<String> finish(String target, Outcome outcome) {
    server.callbacks().answer(() -> outcome);
    return answer(target);
  }

  private HttpResponse<String> start(Supplier<InteractionStarts.Outcome> outcome) {
    server.starts().answer(outcome);
    return answer("/start/1");
  }

  private HttpResponse<String> oneTooMany(String target) {
    answer(limited, target);
    return answer(limited, target);
  }

  private HttpResponse<String> pushedTooOften() {
    try {
      limited.post("/finish/2", "application/json", "{}");
      return limited.post("/finish/2", "application/json", "{}");
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError("POST /finish/2", failure);
    }
  }

  private HttpResponse<String> push(Supplier<Outcome> outcome) {
    server.callbacks().answer(outcome);
    return body(
        "POST", "/finish/1", "{\"hash\":\"h4sh\",\"interact_ref\":\"r3f\"}", "application/json");
  }

  private HttpResponse<String> failing() {
    server
        .callbacks()
        .answer(
            () -> {
              throw new IllegalStateException("on purpose");
            });
    return answer(COMPLETED);
  }

  private HttpResponse<String> health(String target, HealthStatus neighbour) {
    server.health().say(neighbour);
    return managed("GET", target);
  }

  private HttpResponse<String> released() {
    server
        .setAside()
        .add(new SetAside.Entry("set-aside-1", "REQUESTED", Instant.EPOCH, 5, "fault"));
    return managed("POST", "/set-aside/set-aside-1");
  }

  private HttpResponse<String> managed(String method, String target) {
    try {
      return server.manage(method, target);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(method + " " + target, failure);
    }
  }

  private HttpResponse<String> answer(WebServer server, String target, String... headers) {
    try {
      return server.get(target, headers);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError("GET " + target, failure);
    }
  }

  private HttpResponse<String> answer(String target) {
    try {
      return server.get(target);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError("GET " + target, failure);
    }
  }
}
