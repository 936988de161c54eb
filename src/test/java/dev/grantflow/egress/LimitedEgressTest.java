package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.grantflow.egress.Exchange.HeldBack;
import dev.grantflow.egress.Exchange.Limit;
import dev.grantflow.egress.Exchange.NotSent;
import dev.grantflow.egress.Exchange.Reply;
import dev.grantflow.egress.Exchange.Unanswered;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthResult;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/// A server that hangs, one that answers, and what the first may hold of this replica.
@Timeout(30)
class LimitedEgressTest {

  private static final EgressSettings PATIENT = settings(Duration.ofSeconds(20));
  private static final EgressSettings HASTY = settings(Duration.ofMillis(300));

  private final CountDownLatch end = new CountDownLatch(1);
  private final MovableTicker time = new MovableTicker();
  private final RawServer hanging = new RawServer(_ -> hang());
  private final RawServer good =
      RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 0", "", "");

  private static EgressSettings settings(Duration deadline) {
    return new EgressSettings(deadline, deadline, 1024, 16, 64, true, true, false);
  }

  private LimitedEgress limited(HttpEgress http) {
    return new LimitedEgress(
        http, new BulkheadSettings(4), EgressSettingsTest.CIRCUIT_DEFAULTS, 16, time);
  }

  private void hang() throws IOException {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @AfterEach
  void close() throws IOException {
    end.countDown();
    hanging.close();
    good.close();
  }

  @Test
  void a_server_that_hangs_holds_so_many_calls_and_no_more_and_delays_no_other() throws Exception {
    try (var http = new HttpEgress(PATIENT, Destinations.ANYWHERE);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var egress = limited(http);
      for (int i = 0; i < 4; i++) {
        threads.execute(() -> egress.send(Calls.get(hanging)));
        hanging.nextRequest();
      }

      var fifth = egress.send(Calls.get(hanging));
      var other = egress.send(Calls.get(good));

      assertThat(fifth)
          .isInstanceOfSatisfying(
              HeldBack.class, it -> assertThat(it.limit()).isEqualTo(Limit.BUSY));
      assertThat(other).isInstanceOf(Reply.class);
      assertThat(hanging.unseenRequests()).isZero();
      assertThat(health(egress).getDetails())
          .isEqualTo(
              Map.of(
                  "full", List.of("127.0.0.1"),
                  "circuitOpen", List.of(),
                  "circuitHalfOpen", List.of()));
      assertThat(meters(egress).get("grantflow.egress.calls.in.flight").gauge().value())
          .isEqualTo(4);
      hanging.closeConnections();
    }
  }

  /// The server has answered fast before, so that a place is free in a moment.
  @Test
  void whoever_finds_a_fast_server_full_waits_for_a_place_instead_of_coming_again()
      throws Exception {
    try (var http = new HttpEgress(PATIENT, Destinations.ANYWHERE);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var egress =
          new LimitedEgress(
              http,
              new BulkheadSettings(1),
              EgressSettingsTest.CIRCUIT_DEFAULTS,
              16,
              Ticker.systemTicker());
      for (int i = 0; i < 40; i++) {
        assertThat(egress.send(Calls.get(good))).isInstanceOf(Reply.class);
      }

      var both =
          Stream.generate(() -> threads.submit(() -> egress.send(Calls.get(good))))
              .limit(2)
              .toList();

      for (var it : both) {
        assertThat(it.get()).isInstanceOf(Reply.class);
      }
      assertThat(egress.heldBack(Limit.BUSY).sum()).isZero();
    }
  }

  /// Of sixteen calls in flight at most; each name is another server.
  @Test
  void servers_that_never_answered_hold_half_of_the_calls_together() throws Exception {
    AddressLookup here = _ -> new InetAddress[] {InetAddress.getLoopbackAddress()};
    try (var http = new HttpEgress(PATIENT, Destinations.ANYWHERE, here);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var egress = limited(http);
      var known = Calls.get("http://good.example:" + good.port() + "/");
      for (int i = 0; i < Standing.ANSWERS_MIN; i++) {
        assertThat(egress.send(known)).isInstanceOf(Reply.class);
      }
      for (int i = 0; i < 8; i++) {
        var stranger = Calls.get("http://wallet.evil-" + i + ".example:" + hanging.port() + "/");
        threads.execute(() -> egress.send(stranger));
        hanging.nextRequest();
      }

      assertThat(egress.send(Calls.get("http://new.other.example:" + good.port() + "/")))
          .isInstanceOfSatisfying(
              HeldBack.class,
              it -> {
                assertThat(it.limit()).isEqualTo(Limit.BUSY);
                assertThat(it.why()).contains("8 calls to such servers are in flight");
              });
      assertThat(egress.send(known)).isInstanceOf(Reply.class);
      assertThat(egress.heldBack(Limit.BUSY).sum()).isOne();
      hanging.closeConnections();
    }
  }

  @Test
  void a_server_that_did_not_answer_gives_its_place_back() throws Exception {
    AddressLookup here = _ -> new InetAddress[] {InetAddress.getLoopbackAddress()};
    try (var http = new HttpEgress(HASTY, Destinations.ANYWHERE, here)) {
      var egress = limited(http);
      for (int i = 0; i < 10; i++) {
        var stranger = Calls.get("http://wallet-" + i + ".evil.example:" + hanging.port() + "/");
        assertThat(egress.send(stranger)).isInstanceOf(Unanswered.class);
      }
    }
  }

  @Test
  void a_server_that_hangs_is_left_alone_until_a_trial_finds_it_back() {
    try (var http = new HttpEgress(HASTY, Destinations.ANYWHERE)) {
      var egress = limited(http);
      IntStream.range(0, 5)
          .forEach(_ -> assertThat(egress.send(Calls.get(hanging))).isInstanceOf(Unanswered.class));

      var sixth = egress.send(Calls.get(hanging));
      var other = egress.send(Calls.get(good));

      assertThat(sixth)
          .isInstanceOfSatisfying(
              HeldBack.class,
              it -> {
                assertThat(it.limit()).isEqualTo(Limit.UNAVAILABLE);
                assertThat(it.why())
                    .startsWith("127.0.0.1:" + hanging.port() + ": no ")
                    .contains("answer");
              });
      assertThat(other).isInstanceOf(Reply.class);
      assertThat(hanging.connections()).isEqualTo(5);
      assertThat(health(egress).getStatus()).isEqualTo(HealthStatus.UP);
      assertThat(health(egress).getDetails())
          .isEqualTo(
              Map.of(
                  "full", List.of(),
                  "circuitOpen", List.of("127.0.0.1"),
                  "circuitHalfOpen", List.of()));
      var meters = meters(egress);
      assertThat(meters.get("grantflow.egress.circuits").tag("state", "open").gauge().value())
          .isEqualTo(1);
      assertThat(meters.get("grantflow.egress.circuits").tag("state", "closed").gauge().value())
          .isEqualTo(1);
      assertThat(
              meters
                  .get("grantflow.egress.calls.held.back")
                  .tag("reason", "unavailable")
                  .functionCounter()
                  .count())
          .isEqualTo(1);

      time.pass(Duration.ofSeconds(16));

      assertThat(egress.send(Calls.get(hanging))).isInstanceOf(Unanswered.class);
      assertThat(hanging.connections()).isEqualTo(6);
    }
  }

  @Test
  void a_host_that_is_none_is_refused_as_ever() {
    try (var http = new HttpEgress(HASTY, Destinations.ANYWHERE)) {
      assertThat(limited(http).send(Calls.get("https://a_b/")))
          .isInstanceOf(Exchange.Refused.class);
    }
  }

  @Test
  void lookups_of_one_name_that_hang_leave_other_names_alone() throws Exception {
    try (var http =
            new HttpEgress(
                HASTY,
                Destinations.ANYWHERE,
                host -> {
                  if (host.equals("slow.example")) {
                    try {
                      end.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }
                  return new InetAddress[] {InetAddress.getLoopbackAddress()};
                });
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var hanging =
          IntStream.range(0, 100)
              .mapToObj(_ -> threads.submit(() -> http.send(Calls.get("http://slow.example/"))))
              .toList();
      for (var each : hanging) {
        assertThat(each.get()).isInstanceOf(NotSent.class);
      }

      assertThat(http.send(Calls.get("http://good.example:" + good.port() + "/")))
          .isInstanceOf(Reply.class);
    }
  }

  private static HealthResult health(LimitedEgress egress) {
    return Mono.from(new ServersHealth(egress).getResult()).blockOptional().orElseThrow();
  }

  private static SimpleMeterRegistry meters(LimitedEgress egress) {
    var registry = new SimpleMeterRegistry();
    new ServerMeters(egress).bindTo(registry);
    return registry;
  }
}
