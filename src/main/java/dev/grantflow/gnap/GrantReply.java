package dev.grantflow.gnap;

import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Json;
import org.jspecify.annotations.Nullable;

/// What came back to a grant request.
///
/// @param instanceId the `client` member by which the server will know the client instance again
///   (RFC 9635 §3.5), if it said so
public record GrantReply(Answer.ToRequest answer, @Nullable Json instanceId) {}
