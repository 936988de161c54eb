package dev.grantflow.grant;

import java.time.Duration;

/// Exponential backoff with full jitter: the n-th wait is a random part of `base * 2^n`, at most
/// `cap`.
public record Backoff(Duration base, Duration cap) {

  private static final int DOUBLINGS_MAX = 30;

  /// @throws IllegalArgumentException unless 0 < base <= cap
  public Backoff {
    if (!base.isPositive() || base.compareTo(cap) > 0) {
      throw new IllegalArgumentException(
          "backoff base %s must be positive and at most cap %s".formatted(base, cap));
    }
  }

  /// @param attempts how many have failed, at least 1
  /// @param jitter 0 (inclusive) to 1 (exclusive)
  Duration delay(int attempts, double jitter) {
    var doublings = Math.min(attempts - 1, DOUBLINGS_MAX);
    var ceiling = Math.min(cap.toMillis(), base.toMillis() << doublings);
    return Duration.ofMillis((long) (ceiling * jitter));
  }
}
