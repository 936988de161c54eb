package dev.grantflow.gnap;

import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.Secret;

/// Where and how the resource owner comes back (RFC 9635 §2.5.2).
///
/// @param uri the finish callback, whose last path segment is unguessable; hidden because it is
///   enough to hint a denial
/// @param nonce at least 128 bits, unique to the request
/// @param callback by which the callback finds its grant
public record Finish(Secret uri, Secret nonce, CallbackKey callback) {}
