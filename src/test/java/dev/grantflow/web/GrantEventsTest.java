package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantRecords.Entry;
import dev.grantflow.grant.GrantState.Status;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
final class GrantEventsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Entry ACCEPTED = new Entry(1, null, "REQUESTED", "accepted", NOON);
  private static final Entry REQUESTED = new Entry(2, "REQUESTED", "REQUESTING", "due", NOON);
  private static final Entry EXPIRED = new Entry(3, "REQUESTING", "EXPIRED", "deadline", NOON);
  private static final String TARGET = "/v1/grants/order-7/events";

  @RegisterExtension
  static final WebServer SERVER =
      WebServer.withApi(Map.of("grantflow.api.streams-max", 1, "grantflow.api.heartbeat", "1s"));

  @RegisterExtension
  static final WebServer SHORT =
      WebServer.withApi(Map.of("grantflow.api.stream-max", "1s", "grantflow.api.heartbeat", "1s"));

  @RegisterExtension
  static final WebServer FOUR_PLACES = WebServer.withApi(Map.of("grantflow.api.streams-max", 4));

  @Test
  void tells_the_whole_history_and_ends_with_it() throws Exception {
    SERVER.grants().show(Grants.in(Status.EXPIRED), null, ACCEPTED, REQUESTED, EXPIRED);

    var reply = awaitPlace();

    assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(read(reply))
        .isEqualTo(
            """
            retry: 2000

            id: 1
            event: REQUESTED
            data: {"grantId":"order-7","version":1,"to":"REQUESTED","cause":"accepted","at":"2026-03-01T12:00:00Z"}

            id: 2
            event: REQUESTING
            data: {"grantId":"order-7","version":2,"from":"REQUESTED","to":"REQUESTING","cause":"due","at":"2026-03-01T12:00:00Z"}

            id: 3
            event: EXPIRED
            data: {"grantId":"order-7","version":3,"from":"REQUESTING","to":"EXPIRED","cause":"deadline","at":"2026-03-01T12:00:00Z"}

            """);
  }

  @Test
  void goes_on_where_the_caller_left_off() throws Exception {
    SERVER.grants().show(Grants.in(Status.EXPIRED), null, ACCEPTED, REQUESTED, EXPIRED);

    var reply = awaitPlace("Last-Event-ID", "2");

    assertThat(read(reply)).contains("id: 3").doesNotContain("id: 1", "id: 2");
  }

  @Test
  void has_nothing_more_for_who_has_seen_the_end() throws Exception {
    SERVER.grants().show(Grants.in(Status.EXPIRED), null, EXPIRED);

    assertThat(SERVER.get(TARGET, "Last-Event-ID", "3").statusCode()).isEqualTo(204);
  }

  @Test
  void refuses_an_id_that_is_not_of_an_event() throws Exception {
    var reply = SERVER.get(TARGET, "Last-Event-ID", "x");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("/problems/request-unreadable", "Last-Event-ID");
  }

  @Test
  void knows_no_grant_under_another_id() throws Exception {
    SERVER.grants().forget();

    assertThat(SERVER.get(TARGET).statusCode()).isEqualTo(404);
    assertThat(SERVER.get("/v1/grants/a%20b/events").statusCode()).isEqualTo(404);
  }

  @Test
  void says_that_it_is_alive_and_leaves_its_place_to_others_when_the_caller_leaves()
      throws Exception {
    SERVER.grants().show(Grants.in(Status.PENDING), null, ACCEPTED);
    try (var body = awaitPlace().body()) {
      var told = new StringBuilder();
      while (!told.toString().contains(":\n\n:\n\n")) {
        told.append((char) body.read());
      }
      var second = SERVER.get(TARGET);

      assertThat(told).startsWith("retry: 2000\n\nid: 1\n");
      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("Retry-After")).isPresent();
    }

    try (var body = awaitPlace().body()) {
      assertThat(body.read()).isEqualTo('r');
    }
  }

  @Test
  void ends_after_a_while_so_that_the_caller_comes_back() throws Exception {
    SHORT.grants().show(Grants.in(Status.PENDING), null, ACCEPTED);

    assertThat(read(SHORT.open(TARGET))).contains("id: 1\n").endsWith(":\n\n");
  }

  /// By default a silent stream says so after 15 s only, and a token is believed 30 s beyond its
  /// end.
  @Test
  void ends_with_the_token_that_it_was_opened_by() throws Exception {
    FOUR_PLACES.grants().show(Grants.in(Status.PENDING), null, ACCEPTED);
    var end = Instant.now().minusSeconds(27);
    var opened = System.nanoTime();

    var reply = FOUR_PLACES.open(TARGET, "Authorization", bearer("shop-backend", end));

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(read(reply)).contains("id: 1\n").endsWith(":\n\n");
    assertThat(Duration.ofNanos(System.nanoTime() - opened)).isLessThan(Duration.ofSeconds(12));
  }

  @Test
  void leaves_places_to_others_whoever_takes_all_that_there_are() throws Exception {
    FOUR_PLACES.grants().show(Grants.in(Status.PENDING), null, ACCEPTED);
    var end = Instant.now().plusSeconds(60);
    var greedy = new String[] {"Authorization", bearer("greedy", end)};
    var modest = new String[] {"Authorization", bearer("modest", end)};

    try (var first = FOUR_PLACES.open(TARGET, greedy).body();
        var second = FOUR_PLACES.open(TARGET, greedy).body()) {
      var third = FOUR_PLACES.get(TARGET, greedy);
      try (var other = FOUR_PLACES.open(TARGET, modest).body()) {
        assertThat(List.of(first.read(), second.read(), other.read())).containsOnly((int) 'r');
      }

      assertThat(third.statusCode()).isEqualTo(503);
      assertThat(third.body()).contains("/problems/too-many-listeners");
    }
  }

  private static String bearer(String subject, Instant end) {
    return "Bearer "
        + WebServer.IDENTITY.token(
            claims ->
                claims
                    .put("sub", subject)
                    .put("scope", "grants:read")
                    .put("exp", end.getEpochSecond()));
  }

  /// The one place may still be held by who has just left.
  private static HttpResponse<InputStream> awaitPlace(String... headers) throws Exception {
    while (true) {
      var reply = SERVER.open(TARGET, headers);
      if (reply.statusCode() != 503) {
        assertThat(reply.statusCode()).isEqualTo(200);
        return reply;
      }
      reply.body().close();
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static String read(HttpResponse<InputStream> reply) throws Exception {
    try (var body = reply.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
