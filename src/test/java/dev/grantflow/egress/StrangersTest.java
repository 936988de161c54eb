package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Exchange.HeldBack;
import dev.grantflow.egress.Exchange.Limit;
import dev.grantflow.egress.Exchange.Reply;
import dev.grantflow.egress.Exchange.Unanswered;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whoever has a domain has a server for each grant. Sixteen calls in flight at most, four to a
/// server; each name is another server.
@Timeout(30)
class StrangersTest {

  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean isHanging;
  private final RawServer evil =
      new RawServer(
          out -> {
            if (isHanging) {
              hang();
            }
            out.write(OK);
          });
  private final RawServer good = new RawServer(out -> out.write(OK));
  private final AddressLookup here = _ -> new InetAddress[] {InetAddress.getLoopbackAddress()};
  private final HttpEgress http = http(Duration.ofSeconds(20));

  private HttpEgress http(Duration deadline) {
    return new HttpEgress(
        new EgressSettings(deadline, deadline, 1024, 16, 64, true, true, false),
        Destinations.ANYWHERE,
        here);
  }

  private static LimitedEgress limited(HttpEgress http) {
    return new LimitedEgress(
        http,
        new BulkheadSettings(4),
        EgressSettingsTest.CIRCUIT_DEFAULTS,
        16,
        new MovableTicker());
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
    evil.close();
    good.close();
    http.close();
  }

  private static OutboundRequest read(String host, RawServer server) {
    return Calls.get("http://" + host + ":" + server.port() + "/");
  }

  private static OutboundRequest signed(String host, RawServer server) {
    return new OutboundRequest("POST", read(host, server).uri(), List.of(), new byte[0]);
  }

  private static void answered(LimitedEgress egress, OutboundRequest request) {
    for (int i = 0; i < Standing.ANSWERS_MIN; i++) {
      assertThat(egress.send(request)).isInstanceOf(Reply.class);
    }
  }

  /// Returns when each of them has reached its server.
  private List<Future<Exchange>> hanging(
      LimitedEgress egress, ExecutorService threads, List<OutboundRequest> requests)
      throws InterruptedException {
    while (evil.unseenRequests() > 0) {
      evil.nextRequest();
    }
    isHanging = true;
    List<Future<Exchange>> calls = new ArrayList<>();
    for (var request : requests) {
      calls.add(threads.submit(() -> egress.send(request)));
      evil.nextRequest();
    }
    return calls;
  }

  private static void isBusy(Exchange exchange, String why) {
    assertThat(exchange)
        .isInstanceOfSatisfying(
            HeldBack.class,
            it -> {
              assertThat(it.limit()).isEqualTo(Limit.BUSY);
              assertThat(it.why()).contains(why);
            });
  }

  @Test
  void hold_half_with_signed_calls_however_fast_they_answer_what_anybody_may_read()
      throws Exception {
    var egress = limited(http);
    answered(egress, signed("as.good.example", good));
    List<OutboundRequest> calls = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      answered(egress, read("as.evil-" + i + ".example", evil));
      calls.add(signed("as.evil-" + i + ".example", evil));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ = hanging(egress, threads, calls.subList(0, 8));

      isBusy(egress.send(calls.getLast()), "8 calls to such servers are in flight");
      assertThat(egress.send(signed("as.good.example", good))).isInstanceOf(Reply.class);
      evil.closeConnections();
      end.countDown();
    }
  }

  @Test
  void are_reached_again_when_places_are_free() throws Exception {
    var egress = limited(http);
    List<OutboundRequest> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(signed("as.evil-" + i + ".example", evil));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = hanging(egress, threads, calls);
      isBusy(egress.send(signed("as.good.example", good)), "8 calls to such servers");
      end.countDown();
      for (var each : all) {
        each.get();
      }
    }
    answered(egress, signed("as.good.example", good));
  }

  @Test
  void of_one_domain_hold_a_quarter_however_well_they_answered_before() throws Exception {
    var egress = limited(http);
    List<OutboundRequest> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(signed("as-" + i + ".evil.example", evil));
      answered(egress, calls.getLast());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = hanging(egress, threads, calls);

      isBusy(
          egress.send(signed("other.evil.example", good)), "4 calls to servers of its domain are");
      assertThat(egress.send(signed("as.good.example", good))).isInstanceOf(Reply.class);
      assertThat(egress.heldBack(Limit.BUSY).sum()).isOne();
      end.countDown();
      for (var each : all) {
        each.get();
      }
    }
    assertThat(egress.send(signed("other.evil.example", good))).isInstanceOf(Reply.class);
  }

  @Test
  void are_those_that_were_known_and_failed() {
    try (var hasty = http(Duration.ofMillis(500))) {
      var turned = signed("as.turned.example", evil);
      var egress = limited(hasty);
      answered(egress, turned);
      isHanging = true;
      assertThat(egress.send(turned)).isInstanceOf(Unanswered.class);

      var server =
          egress.servers().stream()
              .filter(it -> it.origin().equals(Origin.of(turned.uri()).orElseThrow()))
              .findAny()
              .orElseThrow();
      assertThat(server.standing().isKnownFor(turned)).isFalse();
    }
  }
}
