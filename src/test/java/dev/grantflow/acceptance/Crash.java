package dev.grantflow.acceptance;

import static dev.grantflow.acceptance.Journey.APPROVED;
import static dev.grantflow.acceptance.Journey.DENIED;
import static dev.grantflow.acceptance.Journey.DIRECT;
import static dev.grantflow.acceptance.Journey.EXPIRED;
import static dev.grantflow.acceptance.Journey.REFUSED_TWICE;
import static dev.grantflow.acceptance.Journey.REVOKED_BY_TOKEN;
import static dev.grantflow.acceptance.Journey.REVOKED_WHILE_CONTINUING;
import static dev.grantflow.acceptance.Journey.REVOKED_WHILE_FINALIZED;
import static dev.grantflow.acceptance.Journey.REVOKED_WHILE_PENDING;
import static dev.grantflow.acceptance.Journey.ROTATED;

import dev.grantflow.acceptance.point.FailurePoint;
import java.util.List;
import java.util.stream.Stream;

/// A process that ends at a point, at its `passage`th time there, which one grant's journey leads
/// through.
///
/// @param told the types of all events of that grant in order, each once
/// @param asked how many grants the server has made for it: 2 where the first one's answer is lost
record Crash(FailurePoint point, int passage, Journey journey, List<String> told, int asked) {

  /// At each point at least one.
  static Stream<Crash> all() {
    return Stream.of(
            Stream.of(
                at(FailurePoint.COMMANDS_READ, DIRECT),
                at(FailurePoint.COMMANDS_BEFORE_COMMIT, DIRECT),
                at(FailurePoint.COMMANDS_AFTER_COMMIT, DIRECT),
                at(FailurePoint.COMMANDS_AFTER_COMMIT, REVOKED_WHILE_CONTINUING).passage(2),
                at(FailurePoint.OFFSETS_BEFORE_COMMIT, DIRECT),
                at(FailurePoint.OFFSETS_BEFORE_COMMIT, REVOKED_WHILE_FINALIZED).passage(2),
                at(FailurePoint.OFFSETS_AFTER_COMMIT, DIRECT)),
            Stream.of(
                at(FailurePoint.CLAIM_TO_REQUEST_BEFORE_COMMIT, DIRECT),
                at(FailurePoint.CLAIM_TO_REQUEST_AFTER_COMMIT, DIRECT),
                at(FailurePoint.WALLET_BEFORE_CALL, DIRECT),
                at(FailurePoint.WALLET_AFTER_ANSWER, DIRECT),
                at(FailurePoint.REQUEST_BEFORE_CALL, DIRECT),
                at(FailurePoint.REQUEST_AFTER_ANSWER, DIRECT).askedTwice(),
                at(FailurePoint.REQUEST_AFTER_ANSWER, APPROVED).askedTwice(),
                at(FailurePoint.REQUEST_ANSWER_BEFORE_COMMIT, APPROVED).askedTwice(),
                at(FailurePoint.REQUEST_ANSWER_AFTER_COMMIT, DIRECT),
                at(FailurePoint.REQUEST_ANSWER_AFTER_COMMIT, APPROVED)),
            Stream.of(
                at(FailurePoint.CLAIM_TO_CONTINUE_BEFORE_COMMIT, APPROVED),
                at(FailurePoint.CLAIM_TO_CONTINUE_AFTER_COMMIT, APPROVED).outcomeUnknown(),
                at(FailurePoint.CONTINUATION_BEFORE_CALL, APPROVED).outcomeUnknown(),
                at(FailurePoint.CONTINUATION_AFTER_ANSWER, APPROVED).outcomeUnknown(),
                at(FailurePoint.CONTINUATION_AFTER_ANSWER, REVOKED_WHILE_CONTINUING),
                at(FailurePoint.CONTINUATION_ANSWER_BEFORE_COMMIT, APPROVED).outcomeUnknown(),
                at(FailurePoint.CONTINUATION_ANSWER_AFTER_COMMIT, APPROVED),
                at(FailurePoint.CONTINUATION_ANSWER_AFTER_COMMIT, REVOKED_WHILE_CONTINUING)),
            Stream.of(
                at(FailurePoint.CLAIM_TO_ROTATE_BEFORE_COMMIT, ROTATED),
                at(FailurePoint.CLAIM_TO_ROTATE_AFTER_COMMIT, ROTATED),
                at(FailurePoint.ROTATION_BEFORE_CALL, ROTATED),
                at(FailurePoint.ROTATION_AFTER_ANSWER, ROTATED).tokenLost(),
                at(FailurePoint.ROTATION_ANSWER_BEFORE_COMMIT, ROTATED).tokenLost(),
                at(FailurePoint.ROTATION_ANSWER_AFTER_COMMIT, ROTATED)),
            Stream.of(
                at(FailurePoint.CLAIM_TO_CANCEL_BEFORE_COMMIT, EXPIRED),
                at(FailurePoint.CLAIM_TO_CANCEL_BEFORE_COMMIT, REVOKED_WHILE_PENDING),
                at(FailurePoint.CLAIM_TO_CANCEL_AFTER_COMMIT, EXPIRED),
                at(FailurePoint.CLAIM_TO_CANCEL_AFTER_COMMIT, DENIED),
                at(FailurePoint.CANCELLATION_BEFORE_CALL, EXPIRED),
                at(FailurePoint.CANCELLATION_BEFORE_CALL, DENIED),
                at(FailurePoint.CANCELLATION_BEFORE_CALL, REVOKED_WHILE_PENDING),
                at(FailurePoint.CANCELLATION_AFTER_ANSWER, EXPIRED),
                at(FailurePoint.CANCELLATION_AFTER_ANSWER, DENIED),
                at(FailurePoint.CANCELLATION_AFTER_ANSWER, REVOKED_WHILE_FINALIZED),
                at(FailurePoint.CANCELLATION_ANSWER_BEFORE_COMMIT, REVOKED_WHILE_PENDING),
                at(FailurePoint.CANCELLATION_ANSWER_AFTER_COMMIT, DENIED)),
            Stream.of(
                at(FailurePoint.TOKEN_REVOCATION_BEFORE_CALL, REVOKED_BY_TOKEN),
                at(FailurePoint.TOKEN_REVOCATION_AFTER_ANSWER, REVOKED_BY_TOKEN),
                at(FailurePoint.TOKEN_REVOCATION_ANSWER_BEFORE_COMMIT, REVOKED_BY_TOKEN),
                at(FailurePoint.TOKEN_REVOCATION_ANSWER_AFTER_COMMIT, REVOKED_BY_TOKEN)),
            Stream.of(
                at(FailurePoint.CALLBACK_BEFORE_COMMIT, APPROVED),
                at(FailurePoint.CALLBACK_BEFORE_COMMIT, DENIED),
                at(FailurePoint.CALLBACK_AFTER_COMMIT, APPROVED),
                at(FailurePoint.CALLBACK_AFTER_COMMIT, DENIED),
                at(FailurePoint.RELAY_BEFORE_PUBLISH, APPROVED),
                at(FailurePoint.RELAY_BETWEEN_ROUNDS, REFUSED_TWICE),
                at(FailurePoint.RELAY_BEFORE_COMMIT, DIRECT),
                at(FailurePoint.RELAY_AFTER_COMMIT, APPROVED)))
        .flatMap(crashes -> crashes);
  }

  private static Crash at(FailurePoint point, Journey journey) {
    return new Crash(point, 1, journey, journey.told(), 1);
  }

  private Crash passage(int passage) {
    return new Crash(point, passage, journey, told, asked);
  }

  private Crash outcomeUnknown() {
    return new Crash(point, passage, journey, List.of("GrantPending", "GrantFailed"), asked);
  }

  private Crash tokenLost() {
    return new Crash(point, passage, journey, List.of("GrantFinalized", "GrantFailed"), asked);
  }

  private Crash askedTwice() {
    return new Crash(point, passage, journey, told, 2);
  }

  @Override
  public String toString() {
    return point.written() + ", " + journey;
  }
}
