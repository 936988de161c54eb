package dev.grantflow.sandbox.authserver;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A call as the server saw it, for whoever tells its story. It never holds a token value.
///
/// @param what the kind of call
/// @param signatureInput the header as it came, null on calls that are not signed
/// @param status 0 where the connection was closed without an answer
/// @param took from the request's first line being read to the answer's last byte being written
public record SeenCall(
    Point what,
    String method,
    URI target,
    @Nullable String signatureInput,
    int status,
    Duration took) {}
