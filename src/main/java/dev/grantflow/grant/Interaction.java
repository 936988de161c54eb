package dev.grantflow.grant;

import java.net.URI;

/// What a finish callback is measured by (RFC 9635 §4.2.3), and where the resource owner goes.
///
/// @param redirect `interact.redirect`, where the resource owner's browser is sent
/// @param grantEndpoint the URI that the grant request was sent to, byte for byte
/// @param nonce ours, sent in `interact.finish.nonce`
/// @param finish the server's nonce, received in `interact.finish`
public record Interaction(URI redirect, URI grantEndpoint, Secret nonce, Secret finish) {}
