package dev.grantflow.grant;

import org.jspecify.annotations.Nullable;

/// The wish that a token be replaced by a fresh one, because a resource server refused it say.
///
/// @param label which token; null where the grant holds one only
/// @param tokenVersion of the event that brought the token: when it was rotated since, nothing is
///   done, so that the command takes effect once however often it comes
/// @param reason for people
public record GrantTokenRotateRequested(
    GrantId grantId, @Nullable String label, int tokenVersion, @Nullable String reason)
    implements GrantCommand {}
