package dev.grantflow.soak;

/// How the request of a grant is sent.
enum Sending {
  ONCE,
  /// The same again at once.
  TWICE,
  /// The same again when the grant was decided.
  AGAIN_WHEN_DECIDED,
  /// Another request under the same id behind it, which is refused.
  CONTRADICTED
}
