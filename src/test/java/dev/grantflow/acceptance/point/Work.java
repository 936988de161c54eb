package dev.grantflow.acceptance.point;

import java.util.Optional;

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

  private static final ThreadLocal<Work> CURRENT = new ThreadLocal<>();

  final FailurePoint beforeCommit;
  final FailurePoint afterCommit;

  Work(FailurePoint beforeCommit, FailurePoint afterCommit) {
    this.beforeCommit = beforeCommit;
    this.afterCommit = afterCommit;
  }

  /// Until this thread's next commit.
  void begins() {
    CURRENT.set(this);
  }

  static void none() {
    CURRENT.remove();
  }

  static Optional<Work> current() {
    return Optional.ofNullable(CURRENT.get());
  }
}
