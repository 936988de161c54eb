package dev.grantflow.sandbox.authserver;

import java.time.Instant;

/// An access token and whether it still works. Guarded by its grant.
final class AccessToken {
  final String manageId;
  final String value;

  /// The token that goes with its management URI: itself, or one of its own.
  final String managedBy;

  final GrantRequest.WantedToken wanted;
  final Grant grant;
  final Instant expiresAt;

  /// The kind of call that it answered.
  final Point mintedBy;

  /// Rotated, revoked, or its grant was cancelled.
  boolean ended;

  AccessToken(
      String manageId,
      String value,
      String managedBy,
      GrantRequest.WantedToken wanted,
      Grant grant,
      Instant expiresAt,
      Point mintedBy) {
    this.manageId = manageId;
    this.value = value;
    this.managedBy = managedBy;
    this.wanted = wanted;
    this.grant = grant;
    this.expiresAt = expiresAt;
    this.mintedBy = mintedBy;
  }

  boolean isLive(Instant now) {
    return !ended && now.isBefore(expiresAt);
  }
}
