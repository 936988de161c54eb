package dev.grantflow.egress;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// When a server is left alone and when it is tried again. A wrong value stops the start.
///
/// @param window how many of the last calls to a server are judged
/// @param callsMin how many there must be before they are
/// @param failureRate percentage of them that must have failed for the circuit to open
/// @param openTime how long nothing is sent then
/// @param probes how many calls are let through afterwards to see whether the server is back
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

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  public CircuitSettings {
    check(isWithin(window, WINDOW_MAX), "window", window, "a number from 1 to " + WINDOW_MAX);
    check(
        isWithin(callsMin, window),
        "calls-min",
        callsMin,
        "a number from 1 to grantflow.egress.circuit.window (" + window + ")");
    check(isWithin(failureRate, 100), "failure-rate", failureRate, "a number from 1 to 100");
    check(
        openTime.toMillis() >= 1 && openTime.compareTo(OPEN_TIME_MAX) <= 0,
        "open-time",
        openTime,
        "a duration between 1ms and 5m, for example 15s");
    check(isWithin(probes, WINDOW_MAX), "probes", probes, "a number from 1 to " + WINDOW_MAX);
  }

  private static boolean isWithin(int value, int max) {
    return value >= 1 && value <= max;
  }

  private static void check(boolean holds, String property, Object value, String wanted) {
    if (!holds) {
      throw new IllegalArgumentException(
          "grantflow.egress.circuit.%s is %s: give %s".formatted(property, value, wanted));
    }
  }
}
