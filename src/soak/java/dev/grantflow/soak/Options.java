package dev.grantflow.soak;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a run is asked to do.
///
/// @param duration from the first command to the end of the audit
/// @param seed decides what is done when
/// @param grants how many are asked for
record Options(Duration duration, long seed, int grants) {

  private static final Duration SHORTEST = Duration.ofSeconds(45);
  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final int GRANTS = 5_000;

  Options {
    if (duration.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "soak.duration is %s, but must be at least %s".formatted(duration, SHORTEST));
    }
    if (grants < 1) {
      throw new IllegalArgumentException(
          "soak.grants is %d, but must be at least 1".formatted(grants));
    }
  }

  /// Reads `soak.duration` (`90s`, `5m`), `soak.seed` and `soak.grants`. Without a seed another one
  /// each time; without a number as many grants a second as the usual run has.
  static Options of(UnaryOperator<@Nullable String> property) {
    var duration =
        given(property, "soak.duration").map(text -> Options.duration(text)).orElse(USUAL);
    var grants = Math.max(1, (int) (GRANTS * duration.toMillis() / USUAL.toMillis()));
    return new Options(
        duration,
        given(property, "soak.seed")
            .map(text -> number("soak.seed", text))
            .orElseGet(() -> (long) new SecureRandom().nextInt(Integer.MAX_VALUE)),
        given(property, "soak.grants")
            .map(text -> (int) number("soak.grants", text))
            .orElse(grants));
  }

  /// The command that does the same again.
  String command() {
    return "./mvnw -Psoak -Dsoak.seed=%d -Dsoak.duration=%ds -Dsoak.grants=%d"
        .formatted(seed, duration.toSeconds(), grants);
  }

  private static Optional<String> given(UnaryOperator<@Nullable String> property, String name) {
    return Optional.ofNullable(property.apply(name)).filter(text -> !text.isBlank());
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "soak.duration is \"%s\", but must be like 90s or 5m".formatted(text), e);
    }
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s is \"%s\", but must be a whole number".formatted(name, text), e);
    }
  }
}
