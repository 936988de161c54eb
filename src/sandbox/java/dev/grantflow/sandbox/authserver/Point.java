package dev.grantflow.sandbox.authserver;

/// The kinds of call that the server tells apart.
public enum Point {
  /// `GET` of a wallet address document.
  WALLET,
  /// `GET` of a wallet address's keys.
  JWKS,
  /// Grant request.
  REQUEST,
  /// Continuation, with an interaction reference or as a poll.
  CONTINUE,
  /// Cancellation of a grant.
  CANCEL,
  /// Rotation of an access token.
  ROTATE,
  /// Revocation of an access token.
  REVOKE,
  /// Showing or answering a consent page.
  INTERACT,
  /// Somebody followed a redirection that no client should follow.
  REDIRECTED,
  /// The books, and whatever else was asked for.
  OTHER
}
