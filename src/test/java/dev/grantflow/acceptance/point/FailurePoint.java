package dev.grantflow.acceptance.point;

import java.util.Arrays;
import java.util.Locale;

/// Where the process can be halted. *Before commit* and *after commit* are the instructions right
/// before and right after `Connection.commit()`.
public enum FailurePoint {
  /// A batch of commands was read, and nothing was done with it.
  COMMANDS_READ,
  COMMANDS_BEFORE_COMMIT,
  COMMANDS_AFTER_COMMIT,
  /// The batch is safe in the database, and would be read again.
  OFFSETS_BEFORE_COMMIT,
  OFFSETS_AFTER_COMMIT,
  CLAIM_TO_REQUEST_BEFORE_COMMIT,
  /// The intent to request is committed, and no call was made.
  CLAIM_TO_REQUEST_AFTER_COMMIT,
  CLAIM_TO_CONTINUE_BEFORE_COMMIT,
  CLAIM_TO_CONTINUE_AFTER_COMMIT,
  CLAIM_TO_ROTATE_BEFORE_COMMIT,
  CLAIM_TO_ROTATE_AFTER_COMMIT,
  CLAIM_TO_CANCEL_BEFORE_COMMIT,
  CLAIM_TO_CANCEL_AFTER_COMMIT,
  WALLET_BEFORE_CALL,
  WALLET_AFTER_ANSWER,
  REQUEST_BEFORE_CALL,
  REQUEST_AFTER_ANSWER,
  REQUEST_ANSWER_BEFORE_COMMIT,
  REQUEST_ANSWER_AFTER_COMMIT,
  CONTINUATION_BEFORE_CALL,
  CONTINUATION_AFTER_ANSWER,
  CONTINUATION_ANSWER_BEFORE_COMMIT,
  CONTINUATION_ANSWER_AFTER_COMMIT,
  ROTATION_BEFORE_CALL,
  ROTATION_AFTER_ANSWER,
  ROTATION_ANSWER_BEFORE_COMMIT,
  ROTATION_ANSWER_AFTER_COMMIT,
  CANCELLATION_BEFORE_CALL,
  CANCELLATION_AFTER_ANSWER,
  CANCELLATION_ANSWER_BEFORE_COMMIT,
  CANCELLATION_ANSWER_AFTER_COMMIT,
  TOKEN_REVOCATION_BEFORE_CALL,
  TOKEN_REVOCATION_AFTER_ANSWER,
  TOKEN_REVOCATION_ANSWER_BEFORE_COMMIT,
  TOKEN_REVOCATION_ANSWER_AFTER_COMMIT,
  CALLBACK_BEFORE_COMMIT,
  /// The callback is recorded, and the browser was not sent on.
  CALLBACK_AFTER_COMMIT,
  RELAY_BEFORE_PUBLISH,
  /// The messages of a round are acknowledged, and those behind them with the same key not sent.
  RELAY_BETWEEN_ROUNDS,
  /// All messages are acknowledged, and their deletion is not committed.
  RELAY_BEFORE_COMMIT,
  RELAY_AFTER_COMMIT;

  /// As it is written to arm it, such as `claim-to-request-before-commit`.
  public String written() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @throws IllegalArgumentException when there is no such point
  public static FailurePoint named(String written) {
    return Arrays.stream(values())
        .filter(point -> point.written().equals(written))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no failure point " + written));
  }
}
