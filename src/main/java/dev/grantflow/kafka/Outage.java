package dev.grantflow.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Failures in a row, and when they are worth a line in the log: the first, and then one a minute,
/// so that whoever looks at the log of the last minutes still sees what is wrong. For one thread.
final class Outage {

  private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private int failures;
  private long lastLine;

  Outage(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// @return whether this failure is to be told
  boolean failed() {
    failures++;
    var now = nanoTime.getAsLong();
    var isTold = failures == 1 || now - lastLine >= BETWEEN_LINES.toNanos();
    if (isTold) {
      lastLine = now;
    }
    return isTold;
  }

  /// @return how many failures that ends
  int ended() {
    var ended = failures;
    failures = 0;
    return ended;
  }

  int failures() {
    return failures;
  }
}
