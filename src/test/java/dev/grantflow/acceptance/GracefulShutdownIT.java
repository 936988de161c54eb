package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.authserver.Books.GrantEntry;
import dev.grantflow.sandbox.authserver.Point;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A replica that is told to end while slow calls are in flight leaves nothing half done.
class GracefulShutdownIT {

  private static final int GRANTS = 60;
  private static final int ANSWERED_BEFORE = 10;
  private static final int TERMINATED = 143;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration SLOWNESS = Duration.ofMillis(1500);

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();

  @TempDir Path folder;

  @Test
  void a_replica_that_is_told_to_end_finishes_its_calls_and_tells_of_them_before_it_ends()
      throws Exception {
    var answered = new CountDownLatch(ANSWERED_BEFORE);
    var settings =
        Settings.usual()
            .withSlowness(SLOWNESS)
            .withObserver(
                call -> {
                  if (call.what() == Point.REQUEST) {
                    answered.countDown();
                  }
                });
    try (var server = SandboxAuthorizationServer.start(settings)) {
      var service = new PackagedService(services, services.newDatabase(), topics, server, folder);
      var log = folder.resolve("told.log");
      var told = service.start(Platform.freePort(), log);
      try (var commands = new Commands(services.bootstrapServers(), topics.commands());
          var events = new EventTail(services.bootstrapServers(), topics.events(), event -> {})) {
        var ids = IntStream.range(0, GRANTS).mapToObj(_ -> Platform.newGrantId()).toList();
        for (var i = 0; i < GRANTS; i++) {
          var wallet = server.walletAddress("awkward-slow." + i).toString();
          commands.publish(
              ids.get(i), "GrantRequested", Samples.incomingPayment(ids.get(i), wallet));
        }
        assertThat(answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        told.destroy();

        assertThat(told.waitFor(25, TimeUnit.SECONDS)).as("ends within its period").isTrue();
        assertThat(told.exitValue()).isIn(0, TERMINATED);
        assertThat(log)
            .content()
            .contains("Grantflow has ended")
            .doesNotContain("are not all done");
        var processed = server.books().grants().size();
        assertThat(processed).isGreaterThanOrEqualTo(ANSWERED_BEFORE);
        awaitFinalized(events, ids, processed);

        var next = service.start(Platform.freePort(), folder.resolve("next.log"));

        try {
          assertThat(ids)
              .allSatisfy(
                  id -> {
                    events.await(id, "GrantFinalized", PATIENCE);
                    assertThat(events.of(id).stream().map(SeenEvent::type))
                        .containsExactly("GrantFinalized");
                  });
          assertThat(server.books().grants())
              .as("each grant was requested once")
              .hasSize(GRANTS)
              .extracting(GrantEntry::tokensIssued)
              .containsOnly(1);
        } finally {
          next.destroyForcibly();
        }
      } finally {
        told.destroyForcibly();
      }
    }
  }

  /// Nobody else is there who could have published them.
  private static void awaitFinalized(EventTail events, List<String> ids, int count) {
    var latest = System.nanoTime() + Platform.PATIENCE.toNanos();
    while (finalized(events, ids) < count && System.nanoTime() < latest) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    assertThat(finalized(events, ids)).isEqualTo(count);
  }

  private static long finalized(EventTail events, List<String> ids) {
    return ids.stream().filter(id -> !events.of(id).isEmpty()).count();
  }
}
