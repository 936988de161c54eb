package dev.grantflow.egress;

import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// When a server is left alone and when it is tried again. A wrong value stops the start.
///
/// @param window how many of the last calls to a server are judged
/// @param callsMin how many there must be before they are
/// @param failureRate percentage of failures among them from which on the server is left alone: no
///   connection, no answer in time, a broken one, 502, 503 and 504
/// @param openTime how long nothing is sent then
/// @param probes how many calls are let through afterwards, to see whether the server is back
@Context
@ConfigurationProperties("grantflow.egress.circuit")
public record CircuitSettings(
    @Bindable(defaultValue = "10") int window,
    @Bindable(defaultValue = "5") int callsMin,
    @Bindable(defaultValue = "50") int failureRate,
    @Bindable(defaultValue = "15s") Duration openTime,
    @Bindable(defaultValue = "3") int probes) {

  private static final int WINDOW_MAX = 1000;
  private static final Duration OPEN_TIME_MAX = Duration.ofMinutes(5);

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  public CircuitSettings {
    var faults = new Faults("grantflow.egress.circuit");
    faults.check(isWithin(window, WINDOW_MAX), "window", window, "from 1 to " + WINDOW_MAX);
    faults.checkBeside(
        "window",
        isWithin(callsMin, window),
        "calls-min",
        callsMin,
        "from 1 to grantflow.egress.circuit.window, which is " + window);
    faults.check(isWithin(failureRate, 100), "failure-rate", failureRate, "from 1 to 100");
    faults.check(
        openTime.toMillis() >= 1 && openTime.compareTo(OPEN_TIME_MAX) <= 0,
        "open-time",
        openTime,
        "from 1ms to 5m");
    faults.check(isWithin(probes, WINDOW_MAX), "probes", probes, "from 1 to " + WINDOW_MAX);
    faults.end();
  }

  private static boolean isWithin(int value, int max) {
    return value >= 1 && value <= max;
  }
}
