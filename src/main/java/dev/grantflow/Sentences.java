package dev.grantflow;

import dev.grantflow.settings.InvalidSettingsException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What of an exception is for whoever starts the service.
final class Sentences {

  private static final Pattern OURS = Pattern.compile("grantflow\\.|GRANTFLOW_|otel\\.");
  private static final Pattern PROPERTY =
      Pattern.compile("Error resolving property value \\[(grantflow\\.[^]]+)]\\. (.+)");
  private static final String MISSING = "Property doesn't exist";
  private static final Pattern POOL = Pattern.compile("Failed to initialize pool: ([^\\n]+)");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("Could not resolve placeholder \\$\\{([^}]+)}");

  private Sentences() {}

  /// One for each mistake; none where it was no mistake in a setting that stopped the start.
  static List<String> of(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
        .map(Sentences::ofItself)
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  static String missing(String property) {
    return property + " is not set, and there is no default for it";
  }

  private static List<String> ofItself(Throwable thrown) {
    if (thrown instanceof InvalidSettingsException invalid) {
      return invalid.faults();
    }
    return Stream.ofNullable(thrown.getMessage()).flatMap(Sentences::sentence).toList();
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
              ? missing(property.group(1))
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
