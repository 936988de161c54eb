package dev.grantflow.grant;

import java.util.stream.Stream;

/// Every kind of answer, in groups that a state treats alike.
final class Answers {

  private Answers() {}

  static Stream<Answer> all() {
    return Grants.answers().values().stream();
  }

  static Stream<Answer> toNoRequest() {
    return Stream.of(Grants.GONE, Grants.ROTATED);
  }

  static Stream<Answer> toNoContinuation() {
    return Stream.of(
        Grants.INTERACTION_REQUIRED, Grants.INTERACTION_TO_POLL, Grants.GONE, Grants.ROTATED);
  }

  static Stream<Answer> toNoCancellation() {
    return Stream.of(
        Grants.INTERACTION_REQUIRED,
        Grants.INTERACTION_TO_POLL,
        Grants.UNUSABLE,
        Grants.UNUSABLE_AND_LEFT,
        Grants.STILL_PENDING,
        Grants.ISSUED,
        Grants.DENIED,
        Grants.ROTATED);
  }

  /// After which a request is known to have brought nothing that could be cancelled.
  static Stream<Answer> withoutGrant() {
    return Stream.of(Grants.DENIED, Grants.REFUSED, Grants.NOT_NOW, Grants.UNKNOWN);
  }

  /// After which a continuation is over and brought nothing new to cancel by.
  static Stream<Answer> thatSettle() {
    return Stream.of(Grants.DENIED, Grants.REFUSED, Grants.NOT_NOW);
  }
}
