package dev.grantflow;

import dev.grantflow.mysql.encryption.KeysetCommand;
import dev.grantflow.shutdown.LastSteps;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/// The service's entry point: replicas are identical and hold no state of their own.
public final class Grantflow extends Micronaut {

  private Grantflow(String[] arguments) {
    args(arguments);
  }

  /// Serves, or does what operators ask for by `keyset`.
  static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(KeysetCommand.WORD)) {
      System.exit(KeysetCommand.run(List.of(arguments).subList(1, arguments.length), System.out));
    }
    var grantflow = new Grantflow(arguments);
    grantflow.mainClass(Grantflow.class).banner(false);
    grantflow.serve();
  }

  /// Not by the framework's own `start`: that closes the doors first when the process is told to
  /// end, while those who send browsers still think that it is ready.
  private void serve() {
    var context = build();
    try {
      context.start();
      var server = context.getBean(EmbeddedServer.class).start();
      var ended = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("shutdown")
                  .unstarted(
                      () -> {
                        new LastSteps(context, server).take();
                        ended.countDown();
                      }));
      LoggerFactory.getLogger(Grantflow.class).info("Grantflow serves at {}", server.getURI());
      ended.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error mistake) {
      handleStartupException(context.getEnvironment(), mistake);
    }
  }

  /// Each mistake in the settings is told in the sentence that names it, without the way it took.
  @Override
  protected void handleStartupException(Environment environment, Throwable exception) {
    var mistakes = Sentences.of(exception);
    if (!mistakes.isEmpty()) {
      var log = LoggerFactory.getLogger(Grantflow.class);
      mistakes.forEach(mistake -> log.error("Grantflow cannot start: {}", mistake));
      System.exit(1);
    }
    super.handleStartupException(environment, exception);
  }
}
