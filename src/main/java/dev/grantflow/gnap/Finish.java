package dev.grantflow.gnap;

import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// How we are told of the end of an interaction (RFC 9635 §2.5.2).
///
/// @param isPushed whether the server itself calls, and no browser comes
/// @param uri the finish callback, whose last path segment is unguessable; hidden because it is
///   enough to hint a denial
/// @param nonce at least 128 bits, unique to the request
/// @param callback by which the callback finds its grant
/// @param hashMethod what the callback is to be hashed by
/// @param start our own URI that is told in the place of the server's redirect, and forwards to it;
///   null where the server's is told
public record Finish(
    boolean isPushed,
    Secret uri,
    Secret nonce,
    CallbackKey callback,
    HashMethod hashMethod,
    @Nullable URI start) {

  /// For an interaction that begins at the server.
  public Finish(
      boolean isPushed, Secret uri, Secret nonce, CallbackKey callback, HashMethod hashMethod) {
    this(isPushed, uri, nonce, callback, hashMethod, null);
  }
}
