package dev.grantflow.client;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// What holds for the keys of all client instances. A wrong value stops the start.
///
/// @param reloadInterval from one look at the key files to the next
/// @param previousPublished how long a key stays published once another has taken its place
/// @param refusedPause how long a server that has refused a key is left alone by that client
/// @param refusedPauseMax to which the pause grows as long as the key is refused
@Context
@ConfigurationProperties("grantflow.keys")
public record KeySettings(
    @Bindable(defaultValue = RELOAD_INTERVAL) Duration reloadInterval,
    @Bindable(defaultValue = "24h") Duration previousPublished,
    @Bindable(defaultValue = "30s") Duration refusedPause,
    @Bindable(defaultValue = "10m") Duration refusedPauseMax) {

  static final String RELOAD_INTERVAL = "10s";

  private static final Duration RELOAD_INTERVAL_MIN = Duration.ofMillis(100);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MONTH = Duration.ofDays(30);

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  public KeySettings {
    check(
        isFrom(RELOAD_INTERVAL_MIN, reloadInterval, HOUR),
        "reload-interval",
        reloadInterval,
        "from 100ms to 1h");
    check(
        isFrom(Duration.ZERO, previousPublished, MONTH),
        "previous-published",
        previousPublished,
        "from 0s to 30d");
    check(
        isFrom(Duration.ofMillis(1), refusedPause, HOUR),
        "refused-pause",
        refusedPause,
        "from 1ms to 1h");
    check(
        isFrom(refusedPause, refusedPauseMax, HOUR),
        "refused-pause-max",
        refusedPauseMax,
        "from refused-pause to 1h");
  }

  private static boolean isFrom(Duration least, Duration duration, Duration most) {
    return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
  }

  private static void check(boolean holds, String property, Object value, String demand) {
    if (!holds) {
      throw new IllegalArgumentException(
          "grantflow.keys.%s is %s and must be %s".formatted(property, value, demand));
    }
  }
}
