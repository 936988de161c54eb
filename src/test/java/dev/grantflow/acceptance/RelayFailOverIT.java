package dev.grantflow.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.RecordTail;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two replicas under a steady stream of commands, and the one that publishes is killed. Each grant
/// is requested and, once that is told, revoked, so that it has two events to be told in order.
@Timeout(240)
class RelayFailOverIT {

  private static final int GRANTS = 300;
  private static final int BEFORE = 100;
  private static final long MILLISECONDS_BETWEEN_COMMANDS = 50;
  private static final Duration GAP_MAX = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();
  private final LinkedBlockingQueue<String> finalized = new LinkedBlockingQueue<>();
  private final List<Long> arrivals = new ArrayList<>();
  private final CountDownLatch before = new CountDownLatch(BEFORE);

  @TempDir Path folder;

  @Test
  void events_go_on_in_order_within_ten_seconds_when_the_relay_is_killed() throws Exception {
    try (var server = SandboxAuthorizationServer.start(Settings.usual());
        var commands = new Commands(services.bootstrapServers(), topics.commands())) {
      var service = new PackagedService(services, services.newDatabase(), topics, server, folder);
      var replicas = List.of(replica(service, "one"), replica(service, "other"));
      var ids = Stream.generate(Platform::newGrantId).limit(GRANTS).toList();
      try {
        replicas.forEach(Replica::awaitPublishing);
        killTheRelayUnderLoad(server, commands, replicas, ids);
      } finally {
        replicas.forEach(replica -> replica.process().destroyForcibly());
      }
    }
  }

  private void killTheRelayUnderLoad(
      SandboxAuthorizationServer server,
      Commands commands,
      List<Replica> replicas,
      List<String> ids)
      throws InterruptedException {
    try (var events = new RecordTail(services.bootstrapServers(), topics.events(), this::arrived)) {
      var requests = CompletableFuture.runAsync(() -> request(commands, server, ids));
      var revocations = CompletableFuture.runAsync(() -> revoke(commands));
      assertThat(before.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

      activeOf(replicas).process().destroyForcibly().waitFor();

      assertThat(requests).succeedsWithin(PATIENCE);
      assertThat(revocations).succeedsWithin(PATIENCE);
      ids.forEach(id -> events.await(it -> isOf(it, id, "GrantRevoked"), PATIENCE, id));
      assertThat(longestGap()).isLessThan(GAP_MAX);
      ids.forEach(id -> assertInOrder(id, events.seen(it -> id.equals(it.key()))));
    }
  }

  /// First copies come in the order of their versions; another copy is the same to the byte.
  private static void assertInOrder(String id, List<ConsumerRecord<String, byte[]>> events) {
    var firstCopies = new LinkedHashSet<String>();
    var contents = new HashMap<String, String>();
    for (var event : events) {
      firstCopies.add(header(event, "ce_type"));
      var content = event.headers() + new String(event.value(), UTF_8);
      assertThat(contents.merge(header(event, "ce_id"), content, (first, _) -> first))
          .isEqualTo(content);
    }
    assertThat(firstCopies).as(id).containsExactly("GrantFinalized", "GrantRevoked");
    assertThat(contents.keySet()).as(id).hasSize(2).allMatch(it -> it.startsWith(id + ":"));
  }

  private void arrived(ConsumerRecord<String, byte[]> event) {
    arrivals.add(System.nanoTime());
    before.countDown();
    if (header(event, "ce_type").equals("GrantFinalized")) {
      finalized.add(event.key());
    }
  }

  private Duration longestGap() {
    return Duration.ofNanos(
        IntStream.range(1, arrivals.size())
            .mapToLong(i -> arrivals.get(i) - arrivals.get(i - 1))
            .max()
            .orElseThrow());
  }

  private static void request(
      Commands commands, SandboxAuthorizationServer server, List<String> ids) {
    var wallet = server.walletAddress("bob").toString();
    var never = new CountDownLatch(1);
    for (var id : ids) {
      commands.publish(id, "GrantRequested", Samples.incomingPayment(id, wallet));
      pause(never);
    }
  }

  private void revoke(Commands commands) {
    var revoked = new LinkedHashSet<String>();
    try {
      while (revoked.size() < GRANTS) {
        var id = finalized.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(id).isNotNull();
        if (revoked.add(id)) {
          commands.publish(id, "GrantRevokeRequested", Samples.revocation(id, "over"));
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void pause(CountDownLatch never) {
    try {
      assertThat(never.await(MILLISECONDS_BETWEEN_COMMANDS, TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// The one through which a message has just left the outbox.
  private static Replica activeOf(List<Replica> replicas) {
    var published = replicas.stream().map(Replica::published).toList();
    while (true) {
      for (var i = 0; i < replicas.size(); i++) {
        if (replicas.get(i).published() > published.get(i) && replicas.get(i).isActive()) {
          return replicas.get(i);
        }
      }
    }
  }

  private Replica replica(PackagedService service, String name) throws Exception {
    var managementPort = Platform.freePort();
    var log = folder.resolve(name + ".log");
    return new Replica(managementPort, service.start(Platform.freePort(), managementPort, log));
  }

  private static boolean isOf(ConsumerRecord<String, byte[]> event, String id, String type) {
    return id.equals(event.key()) && header(event, "ce_type").equals(type);
  }

  private static String header(ConsumerRecord<?, ?> event, String name) {
    return new String(event.headers().lastHeader(name).value(), UTF_8);
  }

  private record Replica(int managementPort, Process process) {

    void awaitPublishing() {
      Browser.awaitReady(URI.create("http://127.0.0.1:" + managementPort), PATIENCE);
    }

    double published() {
      return meter("grantflow_relay_published_total");
    }

    boolean isActive() {
      return meter("grantflow_relay_active") == 1;
    }

    private double meter(String name) {
      return Browser.operate(URI.create("http://127.0.0.1:" + managementPort + "/prometheus"))
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }
}
