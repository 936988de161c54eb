package dev.grantflow.grant;

import org.jspecify.annotations.Nullable;

/// The wish that one token end. With its only token the grant ends too.
///
/// @param label which token; null where the grant holds one only
public record GrantTokenRevokeRequested(
    GrantId grantId, @Nullable String label, @Nullable String reason) implements GrantCommand {}
