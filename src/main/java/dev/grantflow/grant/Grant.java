package dev.grantflow.grant;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One grant's whole story so far.
///
/// @param client the client instance that acts, defaults resolved
/// @param expiresAt until when the grant must be decided; it bounds every retry before that
/// @param grantEndpoint the authorization server's URI once a grant request was answered
/// @param callback by which its finish callback finds it, once there is one
/// @param claim how often a replica has claimed it; the claim that made a call is told from a later
///   one by this number
/// @param version grows with every committed change; 0 before the first
/// @param traceparent W3C trace context of the request, carried into every event
public record Grant(
    GrantId id,
    ClientName client,
    GrantRequested request,
    GrantState state,
    Instant acceptedAt,
    Instant expiresAt,
    @Nullable URI grantEndpoint,
    @Nullable CallbackKey callback,
    long claim,
    long version,
    @Nullable String traceparent) {

  public boolean isPastDeadline(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /// The same grant as the store numbers it.
  public Grant atVersion(long number) {
    return new Grant(
        id,
        client,
        request,
        state,
        acceptedAt,
        expiresAt,
        grantEndpoint,
        callback,
        claim,
        number,
        traceparent);
  }

  Grant in(GrantState next) {
    return new Grant(
        id,
        client,
        request,
        next,
        acceptedAt,
        expiresAt,
        grantEndpoint,
        callback,
        claim,
        version,
        traceparent);
  }

  Grant claimed() {
    return new Grant(
        id,
        client,
        request,
        state,
        acceptedAt,
        expiresAt,
        grantEndpoint,
        callback,
        claim + 1,
        version,
        traceparent);
  }

  Grant at(URI endpoint, @Nullable CallbackKey key) {
    return new Grant(
        id,
        client,
        request,
        state,
        acceptedAt,
        expiresAt,
        endpoint,
        key,
        claim,
        version,
        traceparent);
  }
}
