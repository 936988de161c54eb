package dev.grantflow.sandbox.authserver;

import java.time.Instant;

/// An access token and whether it still works. Guarded by its grant.
final class AccessToken {
  final String manageId;
  final String value;
  final Grant grant;
  final Instant expiresAt;

  /// Rotated, revoked, or its grant was cancelled.
  boolean ended;

  AccessToken(String manageId, String value, Grant grant, Instant expiresAt) {
    this.manageId = manageId;
    this.value = value;
    this.grant = grant;
    this.expiresAt = expiresAt;
  }

  boolean isLive(Instant now) {
    return !ended && now.isBefore(expiresAt);
  }
}
