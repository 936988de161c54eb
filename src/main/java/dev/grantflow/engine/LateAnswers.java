package dev.grantflow.engine;

import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.LateAnswer;
import io.micronaut.retry.annotation.Retryable;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Undoes at the server what an answer gave that came too late to be recorded, so that no token
/// lives on that nobody holds. This is not stored: should the process die here, or the server
/// refuse, what was given lives until it expires.
@Singleton
class LateAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(LateAnswers.class);

  private final GnapCalls calls;

  LateAnswers(GnapCalls calls) {
    this.calls = calls;
  }

  /// @param present the grant as it is now
  /// @throws NotUndoneException when the server confirms it to none of several attempts
  @Retryable(attempts = "5", delay = "500ms", multiplier = "3", includes = NotUndoneException.class)
  void undo(Grant present, Answer late) {
    LateAnswer.leftBehind(present, late).ifPresent(given -> undo(present, given));
  }

  private void undo(Grant present, Cancellation given) {
    if (!calls.undo(present, given).stream().allMatch(Answer.Gone.class::isInstance)) {
      throw new NotUndoneException();
    }
    LOG.atWarn()
        .addKeyValue(LogKeys.GRANT_ID, present.id())
        .log("an answer came when its lease was over; what it gave is undone at the server");
  }

  /// The server confirmed nothing.
  static final class NotUndoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotUndoneException() {
      super("the authorization server does not confirm that what it gave too late is undone");
    }
  }
}
