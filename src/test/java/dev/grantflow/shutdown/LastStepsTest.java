package dev.grantflow.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.PartialContexts;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// The end of a process that listens.
class LastStepsTest {

  private static final Duration NOTICE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// A platform goes on sending browsers until it has noticed.
  @Test
  void whoever_comes_before_the_end_is_noticed_finds_an_open_door() throws Exception {
    var settings =
        Map.<String, Object>of(
            "micronaut.server.port", -1, "grantflow.shutdown.notice", NOTICE.toString());
    try (var context = PartialContexts.ending(Shutdown.class, settings).start()) {
      var server = context.getBean(EmbeddedServer.class).start();
      var port = server.getPort();
      var ending = Thread.ofVirtual().start(new LastSteps(context, server)::take);

      LockSupport.parkNanos(NOTICE.dividedBy(2).toNanos());

      assertThat(isOpen(port)).isTrue();
      assertThat(ending.join(PATIENCE)).isTrue();
      assertThat(isOpen(port)).isFalse();
    }
  }

  private static boolean isOpen(int port) {
    try (var socket = new Socket("localhost", port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }
}
