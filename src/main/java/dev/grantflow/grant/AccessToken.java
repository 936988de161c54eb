package dev.grantflow.grant;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An access token as the authorization server gave it (RFC 9635 §3.2).
///
/// @param verbatim the whole JSON object, value included, unknown members too
/// @param manage where the token itself can be revoked, if the server said; never rebuilt
/// @param manageToken what authorises that: a token of its own where `manage` is an object, else
///   the access token's value
/// @param expiresAt arrival plus `expires_in`; null when the server gave none
/// @param label what it is called by where several were asked for (§3.2.2), for people; no secret
public record AccessToken(
    Secret verbatim,
    @Nullable URI manage,
    Secret manageToken,
    @Nullable Instant expiresAt,
    @Nullable String label) {

  /// The only token of its grant, which needs no label.
  public AccessToken(
      Secret verbatim, @Nullable URI manage, Secret manageToken, @Nullable Instant expiresAt) {
    this(verbatim, manage, manageToken, expiresAt, null);
  }

  /// A rotated token is called what the one was called that it replaces, whatever the server says.
  AccessToken labelledAs(AccessToken former) {
    return new AccessToken(verbatim, manage, manageToken, expiresAt, former.label);
  }
}
