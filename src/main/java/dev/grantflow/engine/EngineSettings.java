package dev.grantflow.engine;

import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How the loop works. A wrong value stops the start.
///
/// @param concurrency calls in flight at most, per replica; servers that are not known to answer
///   hold half of them together at most, and those of one registered domain a quarter, or
///   `grantflow.egress.calls-per-server-max` where that is more
/// @param pollInterval how often due grants are looked for when nothing wakes the engine
/// @param lease how long a claimed grant is left to its replica; at least twice
///   `grantflow.egress.deadline` and a second, or a slow call is taken for a lost one
/// @param retryBase backoff before the first repetition of a call; doubles each time, and a random
///   part of it is waited (full jitter)
/// @param retryCap backoff at most
/// @param revocationLimit how long an unconfirmed cancellation is retried before the grant fails
///   with `revocation_failed`
/// @param expiresIn how long a grant may take to be decided when its request does not say
/// @param expiresInMax the most that a request may say; the least is 1s
/// @param callbackWait how long a finish callback waits for the grant to be decided before it sends
///   the browser on
/// @param triesMax how often in a row a grant's step may fail by a fault of the service itself
///   before the grant is set aside
@Context
@ConfigurationProperties("grantflow.engine")
public record EngineSettings(
    @Bindable(defaultValue = "256") int concurrency,
    @Bindable(defaultValue = "250ms") Duration pollInterval,
    @Bindable(defaultValue = "60s") Duration lease,
    @Bindable(defaultValue = "500ms") Duration retryBase,
    @Bindable(defaultValue = "30s") Duration retryCap,
    @Bindable(defaultValue = "24h") Duration revocationLimit,
    @Bindable(defaultValue = "15m") Duration expiresIn,
    @Bindable(defaultValue = "24h") Duration expiresInMax,
    @Bindable(defaultValue = "3s") Duration callbackWait,
    @Bindable(defaultValue = "5") int triesMax) {

  /// The least that a request may say, and the default be.
  static final Duration EXPIRES_IN_MIN = Duration.ofSeconds(1);

  private static final int CONCURRENCY_MAX = 10_000;
  private static final int TRIES_MAX = 1_000;
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MONTH = Duration.ofDays(30);

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  public EngineSettings {
    var faults = new Faults("grantflow.engine");
    faults.check(
        concurrency >= 1 && concurrency <= CONCURRENCY_MAX,
        "concurrency",
        concurrency,
        "from 1 to 10000");
    // A shorter one would count as none, and the loop would not rest.
    faults.check(
        isFrom(MILLISECOND, pollInterval, MINUTE), "poll-interval", pollInterval, "from 1ms to 1m");
    faults.check(isFrom(MILLISECOND, lease, HOUR), "lease", lease, "from 1ms to 1h");
    faults.check(isFrom(MILLISECOND, retryBase, HOUR), "retry-base", retryBase, "from 1ms to 1h");
    faults.checkBeside(
        "retry-base",
        isFrom(retryBase, retryCap, HOUR),
        "retry-cap",
        retryCap,
        "from retry-base to 1h");
    faults.check(
        isFrom(MILLISECOND, revocationLimit, MONTH),
        "revocation-limit",
        revocationLimit,
        "from 1ms to 30d");
    faults.check(
        isFrom(EXPIRES_IN_MIN, expiresIn, MONTH), "expires-in", expiresIn, "from 1s to 30d");
    faults.checkBeside(
        "expires-in",
        isFrom(expiresIn, expiresInMax, MONTH),
        "expires-in-max",
        expiresInMax,
        "from expires-in to 30d");
    faults.check(
        isFrom(Duration.ZERO, callbackWait, MINUTE),
        "callback-wait",
        callbackWait,
        "from 0s to 1m");
    faults.check(triesMax >= 1 && triesMax <= TRIES_MAX, "tries-max", triesMax, "from 1 to 1000");
    faults.end();
  }

  private static boolean isFrom(Duration least, Duration duration, Duration most) {
    return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
  }
}
