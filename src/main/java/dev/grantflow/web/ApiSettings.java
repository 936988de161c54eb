package dev.grantflow.web;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// The API under `/v1`. A wrong value stops the start.
///
/// @param enabled whether it is there at all; needs `grantflow.security.issuer`
/// @param waitMax how long a request that prefers to wait is kept waiting at most
/// @param waitersMax how many requests may wait at once, per replica; others are answered at once
/// @param streamMax how long a stream of events lasts at most, if its token does; whoever follows
///   comes back
/// @param streamsMax how many streams there may be at once, per replica; half of them for one
///   caller
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

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  ApiSettings {
    check(isFrom(SECOND, waitMax, MINUTE.multipliedBy(5)), "wait-max", waitMax, "from 1s to 5m");
    check(waitersMax >= 0 && waitersMax <= MANY, "waiters-max", waitersMax, "from 0 to 100000");
    check(isFrom(SECOND, streamMax, DAY), "stream-max", streamMax, "from 1s to 24h");
    check(streamsMax >= 0 && streamsMax <= MANY, "streams-max", streamsMax, "from 0 to 100000");
    check(isFrom(SECOND, heartbeat, MINUTE), "heartbeat", heartbeat, "from 1s to 1m");
  }

  private static boolean isFrom(Duration least, Duration duration, Duration most) {
    return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
  }

  private static void check(boolean holds, String property, Object value, String demand) {
    if (!holds) {
      throw new IllegalArgumentException(
          "grantflow.api.%s is %s and must be %s".formatted(property, value, demand));
    }
  }
}
