package dev.grantflow.trace;

import io.micronaut.context.env.Environment;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What is wrong with OpenTelemetry's settings, told by their names alone. Its SDK quotes values:
/// those of `otel.exporter.otlp.headers` are what gives access to the collector.
final class OtelFaults {

  private static final Pattern NAME = Pattern.compile("otel\\.[a-z.]*[a-z]");

  private static final List<String> ENDPOINTS =
      List.of("otel.exporter.otlp.traces.endpoint", "otel.exporter.otlp.endpoint");

  /// How the SDK begins where it does not say whose value it is.
  private static final String OF_ENDPOINT = "OTLP endpoint ";

  private OtelFaults() {}

  /// User information gives no access, the exporter leaves it out, and its SDK logs an address
  /// whole when it doubts the port.
  ///
  /// @throws IllegalArgumentException naming the setting
  static void check(Environment environment) {
    for (var name : ENDPOINTS) {
      if (environment.getProperty(name, String.class).filter(it -> it.contains("@")).isPresent()) {
        throw new IllegalArgumentException(
            "%s holds user information, which the collector is never shown: leave it out, and put what gives access into otel.exporter.otlp.headers"
                .formatted(name));
      }
    }
  }

  /// Without a cause: that one's text would be told with it.
  static IllegalArgumentException of(ConfigurationException mistake, Environment environment) {
    return new IllegalArgumentException(
        "%s cannot be used, and what is set is not repeated here: see OpenTelemetry's documentation for what it must be"
            .formatted(name(String.valueOf(mistake.getMessage()), environment)));
  }

  /// A value may look like a name.
  private static String name(String text, Environment environment) {
    var candidates =
        text.startsWith(OF_ENDPOINT)
            ? ENDPOINTS.stream()
            : NAME.matcher(text).results().map(MatchResult::group);
    return candidates.filter(environment::containsProperty).findFirst().orElse("otel.*");
  }
}
