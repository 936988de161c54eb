package dev.grantflow.acceptance.point;

import java.util.EnumSet;
import java.util.Set;

/// What the current thread is about to commit, so that commits can be told apart where all of them
/// look the same.
enum Work {
  ACCEPT(FailurePoint.COMMANDS_BEFORE_COMMIT, FailurePoint.COMMANDS_AFTER_COMMIT),
  CLAIM_TO_REQUEST(
      FailurePoint.CLAIM_TO_REQUEST_BEFORE_COMMIT, FailurePoint.CLAIM_TO_REQUEST_AFTER_COMMIT),
  CLAIM_TO_CONTINUE(
      FailurePoint.CLAIM_TO_CONTINUE_BEFORE_COMMIT, FailurePoint.CLAIM_TO_CONTINUE_AFTER_COMMIT),
  CLAIM_TO_ROTATE(
      FailurePoint.CLAIM_TO_ROTATE_BEFORE_COMMIT, FailurePoint.CLAIM_TO_ROTATE_AFTER_COMMIT),
  CLAIM_TO_CANCEL(
      FailurePoint.CLAIM_TO_CANCEL_BEFORE_COMMIT, FailurePoint.CLAIM_TO_CANCEL_AFTER_COMMIT),
  REQUEST_ANSWER(
      FailurePoint.REQUEST_ANSWER_BEFORE_COMMIT, FailurePoint.REQUEST_ANSWER_AFTER_COMMIT),
  CONTINUATION_ANSWER(
      FailurePoint.CONTINUATION_ANSWER_BEFORE_COMMIT,
      FailurePoint.CONTINUATION_ANSWER_AFTER_COMMIT),
  ROTATION_ANSWER(
      FailurePoint.ROTATION_ANSWER_BEFORE_COMMIT, FailurePoint.ROTATION_ANSWER_AFTER_COMMIT),
  CANCELLATION_ANSWER(
      FailurePoint.CANCELLATION_ANSWER_BEFORE_COMMIT,
      FailurePoint.CANCELLATION_ANSWER_AFTER_COMMIT),
  TOKEN_REVOCATION_ANSWER(
      FailurePoint.TOKEN_REVOCATION_ANSWER_BEFORE_COMMIT,
      FailurePoint.TOKEN_REVOCATION_ANSWER_AFTER_COMMIT),
  CALLBACK(FailurePoint.CALLBACK_BEFORE_COMMIT, FailurePoint.CALLBACK_AFTER_COMMIT),
  RELAY(FailurePoint.RELAY_BEFORE_COMMIT, FailurePoint.RELAY_AFTER_COMMIT);

  private static final ThreadLocal<Set<Work>> CURRENT =
      ThreadLocal.withInitial(() -> EnumSet.noneOf(Work.class));

  final FailurePoint beforeCommit;
  final FailurePoint afterCommit;

  Work(FailurePoint beforeCommit, FailurePoint afterCommit) {
    this.beforeCommit = beforeCommit;
    this.afterCommit = afterCommit;
  }

  /// Until this thread's next commit.
  void begins() {
    none();
    joins();
  }

  /// In the transaction that the thread has begun for another work.
  void joins() {
    CURRENT.get().add(this);
  }

  static void none() {
    CURRENT.remove();
  }

  static Set<Work> current() {
    return CURRENT.get();
  }
}
