package dev.grantflow;

import dev.grantflow.shutdown.LastSteps;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/// The service's entry point: replicas are identical and hold no state of their own.
public final class Grantflow extends Micronaut {

  private static final Pattern OURS = Pattern.compile("grantflow\\.|GRANTFLOW_");
  private static final Pattern PROPERTY =
      Pattern.compile("Error resolving property value \\[(grantflow\\.[^]]+)]\\. (.+)");
  private static final String MISSING = "Property doesn't exist";
  private static final Pattern POOL = Pattern.compile("Failed to initialize pool: ([^\\n]+)");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("Could not resolve placeholder \\$\\{([^}]+)}");

  private Grantflow(String[] arguments) {
    args(arguments);
  }

  /// Serves, or does the task that the first argument names.
  static void main(String[] arguments) {
    new Tasks(System.out, Map.of()).run(List.of(arguments)).ifPresent(System::exit);
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

  /// A mistake in a setting is told in the sentence that names it, without the way it took.
  @Override
  protected void handleStartupException(Environment environment, Throwable exception) {
    var mistake = sentence(exception);
    if (mistake.isPresent()) {
      LoggerFactory.getLogger(Grantflow.class).error("Grantflow cannot start: {}", mistake.get());
      System.exit(1);
    }
    super.handleStartupException(environment, exception);
  }

  /// @return empty where it is no mistake in a setting
  static Optional<String> sentence(Throwable exception) {
    return Stream.iterate(exception, cause -> cause != null, Throwable::getCause)
        .map(Throwable::getMessage)
        .filter(message -> message != null)
        .flatMap(Grantflow::sentence)
        .findFirst();
  }

  /// Ours name the setting themselves; the framework does in the midst of other lines when one is
  /// missing or of the wrong type.
  private static Stream<String> sentence(String message) {
    if (OURS.matcher(message).lookingAt()) {
      return Stream.of(message);
    }
    var property = PROPERTY.matcher(message);
    if (property.find()) {
      return Stream.of(
          property.group(2).startsWith(MISSING)
              ? property.group(1) + " is not set, and there is no default for it"
              : property.group(1) + ": " + property.group(2));
    }
    var pool = POOL.matcher(message);
    if (pool.find()) {
      return Stream.of(
          "the database at datasources.default.url (MYSQL_URL) cannot be used: " + pool.group(1));
    }
    var placeholder = PLACEHOLDER.matcher(message);
    return placeholder.find()
        ? Stream.of("the environment variable %s is not set".formatted(placeholder.group(1)))
        : Stream.empty();
  }
}
