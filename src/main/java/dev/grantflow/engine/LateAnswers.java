package dev.grantflow.engine;

import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.LateAnswer;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Undoes at the server what an answer gave that could not be recorded, so that no token lives on
/// that nobody holds. This is not stored: should the process die here, or the server refuse or stay
/// away, what was given lives until it expires.
@Singleton
final class LateAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(LateAnswers.class);
  private static final int ATTEMPTS = 12;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final double GROWTH = 2;
  private static final double SPREAD = 0.5;
  private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
  private static final Duration ASKED_MAX = Duration.ofMinutes(5);

  private final GnapCalls calls;
  private final IntervalFunction pause =
      IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, GROWTH, SPREAD, PAUSE_MAX);
  private final Retry retry =
      Retry.of(
          "late-answers",
          RetryConfig.<List<Answer>>custom()
              .maxAttempts(ATTEMPTS)
              .intervalBiFunction(
                  (attempt, made) ->
                      Math.max(pause.apply(attempt), made.fold(_ -> 0L, LateAnswers::asked)))
              .retryOnResult(LateAnswers::isToBeRepeated)
              .build());

  LateAnswers(GnapCalls calls) {
    this.calls = calls;
  }

  /// Tries for some minutes.
  ///
  /// @param present the grant as it is now
  void undo(Grant present, Answer late) {
    var given = LateAnswer.leftBehind(present, late);
    if (given.isEmpty()) {
      if (LateAnswer.livesOn(present, late)) {
        livesOn(present);
      }
      return;
    }
    var answers =
        retry.executeSupplier(
            () -> given.stream().flatMap(it -> calls.undo(present, it).stream()).toList());
    if (answers.stream().allMatch(Answer.Gone.class::isInstance)) {
      LOG.atWarn()
          .addKeyValue(LogKeys.GRANT_ID, present.id())
          .log("what an answer gave that could not be recorded is undone at the server");
    } else {
      livesOn(present);
    }
  }

  private static void livesOn(Grant present) {
    LOG.atError()
        .addKeyValue(LogKeys.GRANT_ID, present.id())
        .log("what an answer gave that could not be recorded lives until it expires");
  }

  private static boolean isToBeRepeated(List<Answer> answers) {
    return answers.stream()
        .anyMatch(it -> it instanceof Answer.NotNow || it instanceof Answer.Unknown);
  }

  /// The longest wait that a server, or the limit on calls to it, asked for.
  private static long asked(List<Answer> answers) {
    return answers.stream()
        .map(it -> it instanceof Answer.NotNow(_, var retryAfter) ? retryAfter : null)
        .filter(Objects::nonNull)
        .filter(it -> it.compareTo(ASKED_MAX) <= 0)
        .mapToLong(Duration::toMillis)
        .max()
        .orElse(0);
  }
}
