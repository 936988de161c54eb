package dev.grantflow.engine;

import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.LateAnswer;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Undoes at the server what an answer gave that came too late to be recorded, so that no token
/// lives on that nobody holds. This is not stored: should the process die here, or the server
/// refuse, what was given lives until it expires.
@Singleton
final class LateAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(LateAnswers.class);
  private static final int ATTEMPTS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final double GROWTH = 2;

  private final GnapCalls calls;
  private final Retry retry =
      Retry.of(
          "late-answers",
          RetryConfig.<Boolean>custom()
              .maxAttempts(ATTEMPTS)
              .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, GROWTH))
              .retryOnResult(undone -> !undone)
              .build());

  LateAnswers(GnapCalls calls) {
    this.calls = calls;
  }

  /// Tries several times, which takes up to half a minute and the time of the calls.
  ///
  /// @param present the grant as it is now
  void undo(Grant present, Answer late) {
    LateAnswer.leftBehind(present, late)
        .ifPresent(
            given -> {
              if (retry.executeSupplier(() -> isGone(present, given))) {
                LOG.atWarn()
                    .addKeyValue(LogKeys.GRANT_ID, present.id())
                    .log("what the late answer gave is undone at the server");
              } else {
                LOG.atError()
                    .addKeyValue(LogKeys.GRANT_ID, present.id())
                    .log(
                        "what the late answer gave could not be undone and lives until it expires");
              }
            });
  }

  private boolean isGone(Grant grant, Cancellation given) {
    return calls.undo(grant, given).stream().allMatch(Answer.Gone.class::isInstance);
  }
}
