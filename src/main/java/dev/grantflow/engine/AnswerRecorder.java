package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.Input;
import io.micronaut.retry.annotation.Retryable;
import jakarta.inject.Singleton;

/// Records an answer even when the database is away for a moment: an answer cannot be asked for
/// again. The repetitions end well within the default lease; after it the outcome counts as
/// unknown.
@Singleton
class AnswerRecorder {

  private final GrantChanges changes;

  AnswerRecorder(GrantChanges changes) {
    this.changes = changes;
  }

  @Retryable(attempts = "10", delay = "100ms", multiplier = "2", maxDelay = "30s")
  Change record(Grant claimed, Answer answer) {
    return changes.apply(claimed, new Input.Answered(answer));
  }
}
