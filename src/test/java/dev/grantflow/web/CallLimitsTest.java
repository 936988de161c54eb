package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.grantflow.engine.FinishCallbacks.Outcome;
import dev.grantflow.engine.InteractionStarts;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.StartKey;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallLimitsTest {

  private static final String QUERY = "?hash=h4sh&interact_ref=r3f";
  private static final AtomicInteger IDS = new AtomicInteger();

  @RegisterExtension
  static final WebServer BY_SOURCE =
      WebServer.withApi(
          Map.of(
              "grantflow.http.calls-per-source",
              3,
              "grantflow.http.trusted-proxies",
              "127.0.0.0/8,::1,10.1.0.0/16,2001:db8:ffff::/48"));

  @RegisterExtension
  static final WebServer BY_ID = new WebServer(Map.of("grantflow.http.calls-per-id", 3));

  @BeforeEach
  void know_nobody() {
    BY_SOURCE.callbacks().answer(Outcome.UnknownCallback::new);
    BY_ID.callbacks().answer(Outcome.UnknownCallback::new);
    BY_ID.starts().answer(InteractionStarts.Outcome.UnknownStart::new);
  }

  private static HttpResponse<String> from(String forwardedFor) throws Exception {
    var path = "/finish/id-" + IDS.incrementAndGet() + QUERY;
    return BY_SOURCE.get(path, "X-Forwarded-For", forwardedFor);
  }

  private static void useUp(String forwardedFor) throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(from(forwardedFor).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void a_source_that_comes_too_often_is_told_when_to_come_again() throws Exception {
    useUp("192.0.2.1");

    var refused = from("192.0.2.1");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 21);
    assertThat(refused.body()).contains("<h1>Too many at once</h1>");
    assertThat(refused.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(from("192.0.2.2").statusCode()).isEqualTo(404);
    assertThat(BY_SOURCE.manage("GET", "/prometheus").body())
        .contains("grantflow_http_refused_total{limit=\"source\"");
  }

  /// An office, or everybody behind a proxy that nobody told of: what some guess is not the others'
  /// loss.
  @Test
  void whoever_comes_with_an_id_of_ours_is_heard_from_a_source_that_is_used_up() throws Exception {
    useUp("192.0.2.11");
    var grant = Grants.in(new GrantState.Expired());
    BY_SOURCE.callbacks().answer(() -> new Outcome.Settled(grant, null));

    for (int i = 0; i < 10; i++) {
      assertThat(from("192.0.2.11").statusCode()).isEqualTo(200);
      assertThat(pushedFrom("192.0.2.11")).isEqualTo(204);
    }
    BY_SOURCE.callbacks().answer(Outcome.WrongHash::new);
    assertThat(from("192.0.2.11").statusCode()).isEqualTo(Notice.WRONG_HASH.status().getCode());
    assertThat(pushedFrom("192.0.2.11")).isEqualTo(Notice.WRONG_HASH.status().getCode());
    BY_SOURCE.callbacks().answer(Outcome.UnknownCallback::new);
    assertThat(from("192.0.2.11").statusCode()).isEqualTo(429);
    assertThat(pushedFrom("192.0.2.11")).isEqualTo(429);
  }

  @Test
  void what_succeeds_costs_its_source_nothing() throws Exception {
    var grant = Grants.in(new GrantState.Expired());
    BY_SOURCE.callbacks().answer(() -> new Outcome.Settled(grant, null));
    for (int i = 0; i < 10; i++) {
      assertThat(from("192.0.2.12").statusCode()).isEqualTo(200);
    }
    BY_SOURCE.callbacks().answer(Outcome.UnknownCallback::new);

    useUp("192.0.2.12");
  }

  @Test
  void each_kind_of_miss_costs_its_source() throws Exception {
    BY_SOURCE.callbacks().answer(Outcome.WrongHash::new);
    assertThat(from("192.0.2.13").statusCode()).isNotEqualTo(429);
    BY_SOURCE.callbacks().answer(Outcome.OtherBrowser::new);
    assertThat(from("192.0.2.13").statusCode()).isNotEqualTo(429);
    assertThat(BY_SOURCE.get("/finish/x", "X-Forwarded-For", "192.0.2.13").statusCode())
        .isEqualTo(400);

    assertThat(BY_SOURCE.get("/start/x", "X-Forwarded-For", "192.0.2.13").statusCode())
        .isEqualTo(429);
  }

  @Test
  void a_proxy_that_is_none_of_ours_is_told_of_once() throws Exception {
    try (var unaware = new Unaware();
        var log = new Overheard(Level.INFO)) {
      for (int i = 0; i < 3; i++) {
        unaware.server.get("/start/one", "X-Forwarded-For", "192.0.2.1");
      }
      BY_SOURCE.get("/start/one", "X-Forwarded-For", "192.0.2.14");

      assertThat(log.text())
          .containsOnlyOnce("X-Forwarded-For comes from 127.0.0.1, which is none of")
          .doesNotContain("192.0.2.");
    }
  }

  /// Behind a proxy that nobody told it of.
  private record Unaware(WebServer server) implements AutoCloseable {

    Unaware() {
      this(new WebServer(Map.of()));
    }

    @Override
    public void close() {
      server.close();
    }
  }

  private static int pushedFrom(String forwardedFor) throws Exception {
    return BY_SOURCE
        .sendBody(
            "POST",
            "/finish/id-" + IDS.incrementAndGet(),
            "{\"hash\":\"h4sh\",\"interact_ref\":\"r3f\"}",
            "X-Forwarded-For",
            forwardedFor,
            "Content-Type",
            "application/json")
        .statusCode();
  }

  @ParameterizedTest
  @CsvSource({
    // What a stranger writes left of itself is not believed, and proxies are looked through.
    "198.51.100.1, '203.0.113.9, 198.51.100.1'",
    "198.51.100.2, '198.51.100.2, 10.1.2.3, 127.0.0.1'",
    "198.51.100.3, 198.51.100.3:4711",
    "2001:db8:1:2::1, 2001:db8:1:2:3:4:5:6",
    "2001:db8:1:3::1, '[2001:db8:1:3::9]:4711'",
    "2001:db8:1:4::1, '2001:db8:1:4::2, 2001:db8:ffff::1'",
    "198.51.100.4, ::ffff:198.51.100.4",
  })
  void these_are_one_source(String one, String other) throws Exception {
    useUp(one);

    assertThat(from(other).statusCode()).isEqualTo(429);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.1, 203.0.113.2",
    "203.0.113.3, '203.0.113.3, 203.0.113.4'",
    "2001:db8:2:1::1, 2001:db8:2:2::1",
    "203.0.113.5, localhost",
  })
  void these_are_two(String one, String other) throws Exception {
    useUp(one);

    assertThat(from(other).statusCode()).isEqualTo(404);
  }

  @Test
  void without_proxies_of_ours_the_header_is_nobodys_word() throws Exception {
    for (int i = 0; i < 3; i++) {
      BY_ID.get("/finish/forwarded" + QUERY, "X-Forwarded-For", "192.0.2." + i);
    }

    assertThat(BY_ID.get("/finish/forwarded" + QUERY, "X-Forwarded-For", "192.0.2.7").statusCode())
        .isEqualTo(429);
  }

  @Test
  void an_id_is_tried_only_so_often_wherever_it_is_tried_from() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(BY_ID.get("/start/one").statusCode()).isEqualTo(404);
    }

    var again = BY_ID.get("/start/one", "Accept", "application/json");
    var pushed = BY_ID.post("/finish/one", "application/json", "{}");
    var other = BY_ID.get("/start/other");

    assertThat(again.statusCode()).isEqualTo(429);
    assertThat(again.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(pushed.statusCode()).isEqualTo(429);
    assertThat(other.statusCode()).isEqualTo(404);
  }

  @Test
  void who_knows_an_id_cannot_use_it_up_for_the_browser_that_began() throws Exception {
    BY_ID.callbacks().answer(Outcome.OtherBrowser::new);
    for (int i = 0; i < 3; i++) {
      assertThat(BY_ID.get("/finish/known" + QUERY).statusCode()).isEqualTo(403);
    }
    assertThat(BY_ID.get("/finish/known" + QUERY).statusCode()).isEqualTo(429);
    assertThat(BY_ID.get("/finish/known").statusCode()).as("flawed").isEqualTo(429);
    BY_ID.callbacks().answer(Outcome.WrongHash::new);
    assertThat(BY_ID.get("/finish/known" + QUERY).statusCode()).isEqualTo(429);
    assertThat(push("/finish/known")).isEqualTo(429);
    var grant = Grants.in(new GrantState.Expired());
    BY_ID.callbacks().answer(() -> new Outcome.Settled(grant, null));

    assertThat(BY_ID.get("/finish/known" + QUERY).statusCode()).isEqualTo(200);
    assertThat(push("/finish/known")).isEqualTo(204);
  }

  @Test
  void what_an_id_is_good_for_is_done_only_so_often() throws Exception {
    var grant = Grants.in(new GrantState.Expired());
    BY_ID.callbacks().answer(() -> new Outcome.Settled(grant, null));
    for (int i = 0; i < 3; i++) {
      assertThat(BY_ID.get("/finish/good" + QUERY).statusCode()).isEqualTo(200);
    }

    var refused = BY_ID.get("/finish/good" + QUERY);

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 21);
    assertThat(BY_ID.callbacks().seen()).hasSize(3);
    assertThat(push("/finish/good")).isEqualTo(429);
  }

  @Test
  void calls_at_once_are_counted_before_they_are_heard() throws Exception {
    var grant = Grants.in(new GrantState.Expired());
    var heard = new CountDownLatch(3);
    var decided = new CompletableFuture<Outcome>();
    var settled = new Outcome.Settled(grant, null);
    BY_ID
        .callbacks()
        .answer(
            () -> {
              if (heard.getCount() == 0) {
                return settled;
              }
              heard.countDown();
              return decided.join();
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          Stream.generate(() -> threads.submit(() -> BY_ID.get("/finish/crowd" + QUERY)))
              .limit(3)
              .toList();
      boolean areHeard = heard.await(30, TimeUnit.SECONDS);
      var oneMore = BY_ID.get("/finish/crowd" + QUERY);
      decided.complete(settled);

      assertThat(areHeard).isTrue();
      assertThat(oneMore.statusCode()).isEqualTo(429);
      for (var call : calls) {
        assertThat(call.get().statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void whoever_follows_a_start_link_is_forwarded_however_often_it_was_looked_at() throws Exception {
    var forward =
        new InteractionStarts.Outcome.Forward(
            URI.create("https://auth.example/consent"),
            new StartKey("0".repeat(64)),
            Instant.now().plusSeconds(900));
    BY_ID.starts().answer(() -> forward);

    for (int i = 0; i < 10; i++) {
      assertThat(BY_ID.get("/start/looked-at").statusCode()).isEqualTo(303);
    }
  }

  private static int push(String path) throws Exception {
    return BY_ID
        .post(path, "application/json", "{\"hash\":\"h4sh\",\"interact_ref\":\"r3f\"}")
        .statusCode();
  }
}
