package dev.grantflow.client;

import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// What holds for the keys of all client instances. A wrong value stops the start.
///
/// @param reloadInterval how often the key files are looked at. Changed ones are read anew, without
///   a restart; one that cannot be used is logged, and the key that was read before goes on signing
/// @param previousPublished how long a key stays in `jwks.json` once another has taken its place,
///   so that signatures on their way can be verified
/// @param refusedPause how long a client leaves an authorization server alone that has refused its
///   key (`invalid_client`); doubles with each further refusal
/// @param refusedPauseMax to which that pause grows
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

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  public KeySettings {
    var faults = new Faults("grantflow.keys");
    faults.check(
        isFrom(RELOAD_INTERVAL_MIN, reloadInterval, HOUR),
        "reload-interval",
        reloadInterval,
        "from 100ms to 1h");
    faults.check(
        isFrom(Duration.ZERO, previousPublished, MONTH),
        "previous-published",
        previousPublished,
        "from 0s to 30d");
    faults.check(
        isFrom(Duration.ofMillis(1), refusedPause, HOUR),
        "refused-pause",
        refusedPause,
        "from 1ms to 1h");
    faults.checkBeside(
        "refused-pause",
        isFrom(refusedPause, refusedPauseMax, HOUR),
        "refused-pause-max",
        refusedPauseMax,
        "from refused-pause to 1h");
    faults.end();
  }

  private static boolean isFrom(Duration least, Duration duration, Duration most) {
    return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
  }
}
