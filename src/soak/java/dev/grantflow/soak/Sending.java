package dev.grantflow.soak;

/// How the request of a grant is sent.
enum Sending {
  ONCE,
  /// The same again at once.
  TWICE,
  /// The same again when the grant was decided.
  AGAIN_WHEN_DECIDED,
  /// Another request under the same id behind it, which is refused.
  CONTRADICTED,
  /// Once, and when the grant was decided a fresh token is asked for.
  FOLLOWED_BY_A_ROTATION
}
