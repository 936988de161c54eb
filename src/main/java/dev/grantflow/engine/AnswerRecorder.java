package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.Input;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Records an answer however long the database is away: it cannot be asked for again. Nobody else
/// can take the grant over meanwhile, unless this replica alone is cut off. How many wait here is
/// bounded by the calls that may be in flight; what waits when the process ends counts as
/// unanswered.
@Singleton
final class AnswerRecorder {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(2);
  private static final double GROWTH = 2;
  private static final double SPREAD = 0.5;

  private final GrantChanges changes;
  private final Retry retry;

  AnswerRecorder(GrantChanges changes, Outages outages) {
    this.changes = changes;
    this.retry =
        Retry.of(
            "answers",
            RetryConfig.custom()
                .maxAttempts(Integer.MAX_VALUE)
                .intervalFunction(
                    IntervalFunction.ofExponentialRandomBackoff(
                        FIRST_PAUSE, GROWTH, SPREAD, PAUSE_MAX))
                .retryOnException(outages::isOutage)
                .build());
  }

  /// @throws RuntimeException a fault, which no repetition mends; or the outage, when the thread is
  ///   interrupted
  Change record(Grant claimed, Answer answer) {
    return retry.executeSupplier(() -> changes.apply(claimed, new Input.Answered(answer)));
  }
}
