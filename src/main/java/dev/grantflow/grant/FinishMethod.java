package dev.grantflow.grant;

/// How the end of an interaction is told of (RFC 9635 §2.5.2).
public enum FinishMethod {
  /// The resource owner's browser comes back.
  REDIRECT,
  /// The authorization server calls.
  PUSH,
  /// Not at all: the grant is polled (§5.2).
  NONE
}
