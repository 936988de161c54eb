package dev.grantflow.grant;

import java.net.URI;
import java.time.Instant;

/// How to go on with a grant at its authorization server (RFC 9635 §3.1).
///
/// @param uri `continue.uri`, used exactly as given
/// @param accessToken the continuation access token of the last answer; each answer may replace it
/// @param notBefore the last answer's arrival plus its `wait`; a call before it is answered
///   `too_fast`
public record Continuation(URI uri, Secret accessToken, Instant notBefore) {}
