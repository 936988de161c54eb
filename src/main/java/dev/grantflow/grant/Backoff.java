package dev.grantflow.grant;

import java.time.Duration;

/// Exponential backoff with full jitter: the n-th wait is a random part of `base * 2^n`, at most
/// `cap`.
public record Backoff(Duration base, Duration cap) {

  private static final int DOUBLINGS_MAX = 30;

  /// @throws IllegalArgumentException unless 1 ms <= base <= cap
  public Backoff {
    if (base.toMillis() < 1 || base.compareTo(cap) > 0) {
      throw new IllegalArgumentException(
          "backoff base %s must be at least PT0.001S and at most cap %s".formatted(base, cap));
    }
  }

  /// @param attempts how many have failed; fewer than 1 count as 1
  /// @param jitter 0 (inclusive) to 1 (exclusive)
  Duration delay(int attempts, double jitter) {
    var doublings = Math.clamp(attempts - 1L, 0, DOUBLINGS_MAX);
    var grown = base.multipliedBy(1L << doublings);
    var ceiling = grown.compareTo(cap) < 0 ? grown : cap;
    return Duration.ofMillis((long) (ceiling.toMillis() * jitter));
  }
}
