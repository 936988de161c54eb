package dev.grantflow.shutdown;

import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How the service ends. A wrong value stops the start.
///
/// @param period how long the end may take once the process is told to (SIGTERM); shorter than
///   whoever stops it waits before killing it
/// @param notice how long browsers are still served after readiness went down, at least: until then
///   a load balancer may send some
@Context
@ConfigurationProperties("grantflow.shutdown")
public record ShutdownSettings(
    @Bindable(defaultValue = "25s") Duration period,
    @Bindable(defaultValue = "3s") Duration notice) {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  public ShutdownSettings {
    var faults = new Faults("grantflow.shutdown");
    faults.check(period.compareTo(SECOND) >= 0, "period", period, "at least 1s");
    faults.checkBeside(
        "period",
        !notice.isNegative() && notice.compareTo(period) < 0,
        "notice",
        notice,
        "0s or longer, and shorter than grantflow.shutdown.period, which is " + period);
    faults.end();
  }
}
