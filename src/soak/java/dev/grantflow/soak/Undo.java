package dev.grantflow.soak;

/// When the revocation of a grant is sent.
enum Undo {
  NEVER,
  /// Before the request: it is refused, and the request never reaches a server.
  BEFORE_THE_REQUEST,
  /// Right behind the request.
  BEHIND_THE_REQUEST,
  /// While the resource owner is asked.
  WHEN_PENDING,
  /// Together with the resource owner's return.
  WITH_THE_CALLBACK,
  /// When the grant was decided.
  WHEN_DECIDED,
  /// As before, and once more.
  TWICE_WHEN_DECIDED
}
