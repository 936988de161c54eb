package dev.grantflow.shutdown;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a process does once it is told to end: its work ends in order while it still listens, then
/// the requests under way are answered, then everything is closed. All of it is bounded; what does
/// not end in time is cut off with the process.
public final class LastSteps {

  private static final Logger LOG = LoggerFactory.getLogger(LastSteps.class);

  private final ApplicationContext context;
  private final EmbeddedServer server;

  public LastSteps(ApplicationContext context, EmbeddedServer server) {
    this.context = context;
    this.server = server;
  }

  public void take() {
    try {
      var shutdown = context.getBean(Shutdown.class);
      shutdown.run();
      shutdown.awaitNotice();
      answerWhoIsThere(shutdown);
      var closing = Thread.ofPlatform().daemon().name("closing").start(this::close);
      if (!closing.join(shutdown.left())) {
        LOG.warn("Connections to Kafka or MySQL are cut off");
      }
      LOG.info("Grantflow has ended");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Accepts no connection any more.
  private void answerWhoIsThere(Shutdown shutdown) throws InterruptedException {
    if (server instanceof GracefulShutdownCapable doors) {
      var answered = doors.shutdownGracefully().toCompletableFuture();
      try {
        answered.get(shutdown.left().toMillis() / 2, TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException late) {
        LOG.warn("Some requests are not answered", late);
      }
    }
  }

  private void close() {
    server.stop();
    context.close();
  }
}
