package dev.grantflow.grant;

/// What a service may ask for.
public sealed interface GrantCommand
    permits GrantRequested,
        GrantRevokeRequested,
        GrantTokenRotateRequested,
        GrantTokenRevokeRequested {

  GrantId grantId();
}
