package dev.grantflow.grant;

import org.jspecify.annotations.Nullable;

/// The wish that a grant end, whatever state it is in.
public record GrantRevokeRequested(GrantId grantId, @Nullable String reason)
    implements GrantCommand {}
