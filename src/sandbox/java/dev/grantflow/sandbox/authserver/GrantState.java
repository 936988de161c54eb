package dev.grantflow.sandbox.authserver;

/// Where a grant stands at the server.
public enum GrantState {
  /// The resource owner has not answered, or not in time.
  PENDING,
  /// The resource owner said yes; no token was issued yet.
  APPROVED,
  /// The resource owner said no.
  REJECTED,
  /// At least one token was issued, or a subject was confirmed.
  ISSUED,
  /// The client cancelled.
  CANCELLED
}
