package dev.grantflow.client;

import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Json;
import org.jspecify.annotations.Nullable;

/// How a client instance shows itself in grant requests, and what it wants of the answers.
///
/// @param client the `client` member (RFC 9635 §2.3)
/// @param olderClient what older servers take in its place; null where there is no such thing
/// @param isByInstanceId whether it uses the `instance_id` that a server gives it (§3.5)
/// @param hashMethod what finish callbacks are to be hashed by (§4.2.3)
public record Presentation(
    Json client, @Nullable Json olderClient, boolean isByInstanceId, HashMethod hashMethod) {}
