package dev.grantflow.gnap;

import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.grant.Json;

/// As whom a call is made (RFC 9635 §2.3).
///
/// @param signer holds the key
/// @param client the `client` member of grant requests: an object, or in the older form a string
public record ClientIdentity(RequestSigner signer, Json client) {}
