package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.authserver.Point;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A replica that is killed leaves calls whose outcome nobody knows, commands that are read and not
/// committed, and events that may have been published. The next one takes all of it up.
class KilledReplicaIT {

  private static final int GRANTS = 100;
  private static final int ANSWERED_BEFORE = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();

  @TempDir Path folder;

  @Test
  void every_grant_of_a_killed_replica_reaches_its_end_at_the_next() throws Exception {
    var answered = new CountDownLatch(ANSWERED_BEFORE);
    var settings =
        Settings.usual()
            .withObserver(
                call -> {
                  if (call.what() == Point.REQUEST) {
                    answered.countDown();
                  }
                });
    try (var server = SandboxAuthorizationServer.start(settings)) {
      var service = new PackagedService(services, services.newDatabase(), topics, server, folder);
      var killed = service.start(Platform.freePort(), folder.resolve("killed.log"));
      try (var commands = new Commands(services.bootstrapServers(), topics.commands());
          var events = new EventTail(services.bootstrapServers(), topics.events(), event -> {})) {
        var ids = Stream.generate(Platform::newGrantId).limit(GRANTS).toList();
        var bob = server.walletAddress("bob").toString();
        for (var id : ids) {
          commands.publish(id, "GrantRequested", Samples.incomingPayment(id, bob));
        }
        assertThat(answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        killed.destroyForcibly().waitFor();

        var next = service.start(Platform.freePort(), folder.resolve("next.log"));

        try {
          assertThat(ids)
              .allSatisfy(
                  id -> {
                    events.await(id, "GrantFinalized", PATIENCE);
                    assertThat(events.of(id).stream().map(SeenEvent::id).distinct()).hasSize(1);
                  });
        } finally {
          next.destroyForcibly();
        }
      } finally {
        killed.destroyForcibly();
      }
    }
  }
}
