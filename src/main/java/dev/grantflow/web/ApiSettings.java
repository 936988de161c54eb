package dev.grantflow.web;

import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// The API under `/v1`. A wrong value stops the start.
///
/// @param enabled whether it is there at all; needs `grantflow.security.issuer`
/// @param waitMax how long a request with `Prefer: wait=n` is kept waiting at most
/// @param waitersMax how many requests may wait at once, per replica; others are answered at once
/// @param streamMax how long a stream of events lasts before its client has to come back; it ends
///   with the token that it was opened by if that is earlier
/// @param streamsMax how many streams there may be at once, per replica; others are answered with
///   503. One caller (`sub` of the token) gets half of them at most, rounded up
/// @param heartbeat how often a stream on which nothing happens says that it is alive
@Context
@ConfigurationProperties("grantflow.api")
record ApiSettings(
    @Bindable(defaultValue = "false") boolean enabled,
    @Bindable(defaultValue = "30s") Duration waitMax,
    @Bindable(defaultValue = "256") int waitersMax,
    @Bindable(defaultValue = "15m") Duration streamMax,
    @Bindable(defaultValue = "256") int streamsMax,
    @Bindable(defaultValue = "15s") Duration heartbeat) {

  private static final int MANY = 100_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  ApiSettings {
    var faults = new Faults("grantflow.api");
    faults.check(
        isFrom(SECOND, waitMax, MINUTE.multipliedBy(5)), "wait-max", waitMax, "from 1s to 5m");
    faults.check(
        waitersMax >= 0 && waitersMax <= MANY, "waiters-max", waitersMax, "from 0 to 100000");
    faults.check(isFrom(SECOND, streamMax, DAY), "stream-max", streamMax, "from 1s to 24h");
    faults.check(
        streamsMax >= 0 && streamsMax <= MANY, "streams-max", streamsMax, "from 0 to 100000");
    faults.check(isFrom(SECOND, heartbeat, MINUTE), "heartbeat", heartbeat, "from 1s to 1m");
    faults.end();
  }

  private static boolean isFrom(Duration least, Duration duration, Duration most) {
    return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
  }
}
