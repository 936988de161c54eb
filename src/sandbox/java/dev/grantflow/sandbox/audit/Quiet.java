package dev.grantflow.sandbox.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The periods in which nothing was disturbed, so that nothing has to be published twice.
///
/// @param margin for how long after the beginning of a period the disturbance before it may still
///   show: a lease, a transaction's end, a delivery timeout
public record Quiet(List<Period> periods, Duration margin) {

  public Quiet {
    periods = List.copyOf(periods);
  }

  /// @param from when the last disturbance ended
  /// @param to when the next one began
  public record Period(Instant from, Instant to) {}

  /// Nothing was ever disturbed.
  public static Quiet always() {
    return new Quiet(List.of(new Period(Instant.MIN, Instant.MAX)), Duration.ZERO);
  }

  /// There was no time of which that can be said.
  public static Quiet never() {
    return new Quiet(List.of(), Duration.ZERO);
  }

  boolean covers(Instant moment) {
    return periods.stream()
        .anyMatch(
            period -> moment.isBefore(period.to()) && moment.minus(margin).isAfter(period.from()));
  }
}
