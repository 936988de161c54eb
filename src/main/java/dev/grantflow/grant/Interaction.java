package dev.grantflow.grant;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What a finish callback is measured by (RFC 9635 §4.2.3), and where the resource owner goes.
///
/// @param start how the resource owner may begin
/// @param grantEndpoint the URI that the grant request was sent to, byte for byte
/// @param nonce ours, sent in `interact.finish.nonce`
/// @param finish the server's nonce, received in `interact.finish`
/// @param hashMethod as asked for in `interact.finish.hash_method`
/// @param forward the server's redirect, where our own start URI, which `start` then tells, sends
///   the browser on; null where the browser goes there without us
public record Interaction(
    InteractionStart start,
    URI grantEndpoint,
    Secret nonce,
    Secret finish,
    HashMethod hashMethod,
    @Nullable URI forward) {

  /// @throws IllegalArgumentException when there is nowhere to forward from
  public Interaction {
    if (forward != null && start.redirect() == null) {
      throw new IllegalArgumentException("forward without a redirect to come from");
    }
  }

  /// That the browser begins at the server.
  public Interaction(
      InteractionStart start,
      URI grantEndpoint,
      Secret nonce,
      Secret finish,
      HashMethod hashMethod) {
    this(start, grantEndpoint, nonce, finish, hashMethod, null);
  }

  /// By a browser, and hashed as the RFC does where nothing is asked for.
  public Interaction(URI redirect, URI grantEndpoint, Secret nonce, Secret finish) {
    this(InteractionStart.at(redirect), grantEndpoint, nonce, finish, HashMethod.SHA_256);
  }
}
