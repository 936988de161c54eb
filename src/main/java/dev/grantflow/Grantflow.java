package dev.grantflow;

import dev.grantflow.shutdown.LastSteps;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// The service's entry point: replicas are identical and hold no state of their own.
public final class Grantflow extends Micronaut {

  private Grantflow(String[] arguments) {
    args(arguments);
  }

  /// Serves, or does the task that the first argument names.
  static void main(String[] arguments) {
    new Tasks(System.out, Map.of()).run(List.of(arguments)).ifPresent(System::exit);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
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
