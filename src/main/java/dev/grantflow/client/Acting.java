package dev.grantflow.client;

import dev.grantflow.gnap.signature.RequestSigner;

/// A client instance with one of its keys.
///
/// @param keyId of the key
/// @param publicKey the key itself, for telling it from another under the same id
public record Acting(
    String keyId, String publicKey, RequestSigner signer, Presentation presentation) {}
