package dev.grantflow.web;

import static java.util.Map.entry;

import dev.grantflow.engine.CommandDesk.Answer;
import dev.grantflow.engine.CommandDesk.Why;
import dev.grantflow.engine.DeadLetters.Listing;
import dev.grantflow.engine.DeadLetters.Replay;
import dev.grantflow.engine.GrantRecords.Page;
import dev.grantflow.engine.OperatorDesk.Retried;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Problem;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map.Entry;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Calls that together have every answer that operators may get, save for the want of a token.
record OperatorCalls(WebServer server) {

  private static final String ONE = "/grants/order-7";
  private static final String RETRY = "POST /retry/{grantId}";
  private static final String PAUSE = "POST /pauses/{kind}/{name}";
  private static final String RESUME = "DELETE /pauses/{kind}/{name}";
  private static final String LETTERS = "GET /dead-letters";
  private static final String LOGGER = "/loggers/{name}";
  private static final String REPLAY = "POST /dead-letters/{partition}/{offset}";

  /// By method and path.
  Stream<Entry<String, Supplier<HttpResponse<String>>>> calls() {
    return Stream.of(
        entry("GET /grants", this::page),
        entry("GET /grants", () -> call("GET", "/grants?limit=0")),
        entry("GET /grants/{grantId}", this::shown),
        entry("GET /grants/{grantId}", this::unknown),
        entry("DELETE /grants/{grantId}", () -> revoked(accepted(), "")),
        entry("DELETE /grants/{grantId}", () -> revoked(unchanged(), "?reason=again")),
        entry("DELETE /grants/{grantId}", () -> revoked(refused(Why.UNKNOWN), "")),
        entry("DELETE /grants/{grantId}", () -> revoked(refused(Why.STATE), "")),
        entry(
            "DELETE /grants/{grantId}", () -> revoked(accepted(), "?reason=" + "x".repeat(1_100))),
        entry(RETRY, () -> retried(new Retried.Sooner(Grants.in(Status.REQUESTED)))),
        entry(RETRY, () -> retried(new Retried.Not("It is granted."))),
        entry(RETRY, () -> retried(new Retried.UnknownGrant())),
        entry(PAUSE, () -> call("POST", "/pauses/client/shop?reason=audit")),
        entry(PAUSE, () -> call("POST", "/pauses/client/unknown")),
        entry("GET /pauses", () -> call("GET", "/pauses")),
        entry(RESUME, this::resumed),
        entry(RESUME, () -> call("DELETE", "/pauses/client/other")),
        entry(RESUME, () -> call("DELETE", "/pauses/moon/other")),
        entry(LETTERS, () -> letters(new Listing.Found(List.of(DeadLettersEndpointTest.LETTER)))),
        entry(LETTERS, () -> letters(new Listing.NoPartition())),
        entry(LETTERS, () -> letters(new Listing.Away("Kafka is away."))),
        entry(LETTERS, () -> call("GET", "/dead-letters?limit=0")),
        entry(REPLAY, () -> replayed(new Replay.Sent(DeadLettersEndpointTest.LETTER))),
        entry(REPLAY, () -> replayed(new Replay.Unknown())),
        entry(REPLAY, () -> replayed(new Replay.Incomplete(DeadLettersEndpointTest.CUT))),
        entry(REPLAY, () -> replayed(new Replay.Away("Kafka is away."))),
        entry("GET /loggers", () -> call("GET", "/loggers")),
        entry("GET " + LOGGER, () -> call("GET", "/loggers/dev.grantflow.unheard")),
        entry("POST " + LOGGER, () -> level("{\"configuredLevel\": \"OFF\"}")),
        entry("POST " + LOGGER, () -> level("{}")),
        entry("POST " + LOGGER, () -> level("{\"configuredLevel\": \"LOUD\"}")),
        entry("GET /openapi", () -> call("GET", "/openapi")),
        entry("GET /v1/openapi", this::description));
  }

  private HttpResponse<String> page() {
    server.grants().show(new Page(List.of(Grants.in(Status.PENDING)), null));
    return call("GET", "/grants?state=PENDING&olderThan=PT1H");
  }

  private HttpResponse<String> shown() {
    server.grants().show(Grants.in(Status.FINALIZED), null);
    return call("GET", ONE);
  }

  private HttpResponse<String> unknown() {
    server.grants().forget();
    return call("GET", ONE);
  }

  private static Answer accepted() {
    return new Answer.Accepted(Grants.in(Status.PENDING));
  }

  private static Answer unchanged() {
    return new Answer.Unchanged(Grants.in(Status.PENDING));
  }

  private static Answer refused(Why why) {
    return new Answer.Refused(why, List.of(new Problem("grantId", "It is not right.")));
  }

  private HttpResponse<String> revoked(Answer answer, String query) {
    server.grants().answer(() -> answer);
    return call("DELETE", ONE + query);
  }

  private HttpResponse<String> retried(Retried retried) {
    server.setAside().retry(retried);
    return call("POST", "/retry/order-7");
  }

  private HttpResponse<String> resumed() {
    call("POST", "/pauses/client/shop");
    return call("DELETE", "/pauses/client/shop");
  }

  private HttpResponse<String> letters(Listing listing) {
    server.deadLetters().answer(listing);
    return call("GET", "/dead-letters");
  }

  private HttpResponse<String> replayed(Replay replay) {
    server.deadLetters().answer(replay);
    return call("POST", "/dead-letters/0/1");
  }

  private HttpResponse<String> level(String body) {
    var path = "/loggers/dev.grantflow.web.OperatorCalls";
    return answer(
        path, () -> server.manageBody("POST", path, body, WebServer.IDENTITY.authorization()));
  }

  private HttpResponse<String> description() {
    return answer("/v1/openapi", () -> server.get("/v1/openapi"));
  }

  private HttpResponse<String> call(String method, String target) {
    return answer(method + " " + target, () -> server.manage(method, target));
  }

  private interface Exchange {
    HttpResponse<String> make() throws IOException, InterruptedException;
  }

  private static HttpResponse<String> answer(String what, Exchange exchange) {
    try {
      return exchange.make();
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(what, failure);
    }
  }
}
