package dev.grantflow.grant;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How the resource owner may begin (RFC 9635 §3.3): one or more of four ways. The codes are for
/// the resource owner's eyes only.
///
/// @param redirect where a browser is sent
/// @param userCode to be typed at a URI that the resource owner knows
/// @param userCodeUri to be typed at a URI that goes with it
/// @param app launches an application; of any scheme
/// @param expiresAt arrival plus `expires_in`, after which none of them works; null when the server
///   gave none
public record InteractionStart(
    @Nullable URI redirect,
    @Nullable Secret userCode,
    @Nullable UserCodeUri userCodeUri,
    @Nullable URI app,
    @Nullable Instant expiresAt) {

  /// @throws IllegalArgumentException when there is no way
  public InteractionStart {
    if (redirect == null && userCode == null && userCodeUri == null && app == null) {
      throw new IllegalArgumentException("an interaction that cannot be started");
    }
  }

  /// A code and the short URI where it is typed.
  public record UserCodeUri(Secret code, URI uri) {}

  /// By a browser and without an end.
  public static InteractionStart at(URI redirect) {
    return new InteractionStart(redirect, null, null, null, null);
  }

  /// With another URI to send a browser to.
  public InteractionStart from(URI uri) {
    return new InteractionStart(uri, userCode, userCodeUri, app, expiresAt);
  }

  /// Until when the resource owner can begin, if the grant may wait until `latest`.
  Instant until(Instant latest) {
    return expiresAt == null ? latest : Moves.earlier(expiresAt, latest);
  }
}
