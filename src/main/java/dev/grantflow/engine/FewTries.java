package dev.grantflow.engine;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.Predicate;

/// A few tries in a row where somebody waits for the answer: a deadlock, or a connection that has
/// just been lost, is none of their business.
final class FewTries {

  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private FewTries() {}

  static Retry on(String name, Predicate<Throwable> isWorthIt) {
    return Retry.of(
        name,
        RetryConfig.custom()
            .maxAttempts(ATTEMPTS)
            .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE))
            .retryOnException(isWorthIt)
            .build());
  }
}
