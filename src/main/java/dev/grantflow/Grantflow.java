package dev.grantflow;

import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/// The service's entry point: replicas are identical and hold no state of their own.
public final class Grantflow extends Micronaut {

  private static final String OURS = "grantflow.";

  private Grantflow(String[] arguments) {
    args(arguments);
  }

  static void main(String[] arguments) {
    new Grantflow(arguments).mainClass(Grantflow.class).banner(false).start();
  }

  /// A mistake in a setting is told in the sentence that names it, without the way it took.
  @Override
  protected void handleStartupException(Environment environment, Throwable exception) {
    var mistake =
        Stream.iterate(exception, cause -> cause != null, Throwable::getCause)
            .map(Throwable::getMessage)
            .filter(message -> message != null && message.startsWith(OURS))
            .findFirst();
    if (mistake.isPresent()) {
      LoggerFactory.getLogger(Grantflow.class).error("Grantflow cannot start: {}", mistake.get());
      System.exit(1);
    }
    super.handleStartupException(environment, exception);
  }
}
