package dev.grantflow.gnap;

import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Secret;

/// How we are told of the end of an interaction (RFC 9635 §2.5.2).
///
/// @param isPushed whether the server itself calls, and no browser comes
/// @param uri the finish callback, whose last path segment is unguessable; hidden because it is
///   enough to hint a denial
/// @param nonce at least 128 bits, unique to the request
/// @param callback by which the callback finds its grant
/// @param hashMethod what the callback is to be hashed by
public record Finish(
    boolean isPushed, Secret uri, Secret nonce, CallbackKey callback, HashMethod hashMethod) {}
