package dev.grantflow.grant;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// One grant's whole story so far.
///
/// @param client the client instance that acts, defaults resolved
/// @param expiresAt until when the grant must be decided; it bounds every retry before that. Where
///   it is requested anew the time counts anew
/// @param grantEndpoint of the authorization server that was asked last, or was to be asked and
///   held back; null before one was found, and where nobody recorded what came of asking. Binds no
///   later request, which looks a wallet address up anew
/// @param callback by which its finish callback finds it, once there is one
/// @param claim how often a replica has claimed it; the claim that made a call is told from a later
///   one by this number
/// @param version grows with every committed change; 0 before the first
/// @param traceparent W3C trace context of the request, carried into every event
/// @param keepFresh whether its tokens are rotated before they expire
/// @param renewWithin within how long it must be decided when it is requested anew once its token
///   is dead; null when it is not
/// @param keyId of the client instance's key by which the grant request was signed that was
///   answered last; null before there was one, or where that was not remembered yet
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
    @Nullable String traceparent,
    boolean keepFresh,
    @Nullable Duration renewWithin,
    @Nullable String keyId) {

  /// A grant of which no request was answered.
  public Grant(
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
      @Nullable String traceparent,
      boolean keepFresh,
      @Nullable Duration renewWithin) {
    this(
        id,
        client,
        request,
        state,
        acceptedAt,
        expiresAt,
        grantEndpoint,
        callback,
        claim,
        version,
        traceparent,
        keepFresh,
        renewWithin,
        null);
  }

  /// A grant whose tokens are left to expire.
  public Grant(
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
    this(
        id,
        client,
        request,
        state,
        acceptedAt,
        expiresAt,
        grantEndpoint,
        callback,
        claim,
        version,
        traceparent,
        false,
        null);
  }

  public boolean isPastDeadline(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /// The same grant as the store numbers it.
  public Grant atVersion(long number) {
    return with(state, expiresAt, grantEndpoint, callback, claim, number);
  }

  /// The same grant with the key by which the request was signed that is being answered.
  public Grant signedBy(@Nullable String key) {
    return with(state, expiresAt, grantEndpoint, callback, claim, version, key);
  }

  /// The same grant with the server that its request is for.
  public Grant askedOf(URI endpoint) {
    return at(endpoint, callback);
  }

  /// The same grant with the server and the key of the request that is being answered.
  public Grant askedAs(Grant asked) {
    return with(state, expiresAt, asked.grantEndpoint, callback, claim, version, asked.keyId);
  }

  /// The same grant as part of another trace, where a later one goes on with it.
  public Grant tracedBy(@Nullable String later) {
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
        version,
        later,
        keepFresh,
        renewWithin,
        keyId);
  }

  Grant in(GrantState next) {
    return with(next, expiresAt, grantEndpoint, callback, claim, version);
  }

  Grant claimed() {
    return with(state, expiresAt, grantEndpoint, callback, claim + 1, version);
  }

  Grant at(URI endpoint, @Nullable CallbackKey key) {
    return with(state, expiresAt, endpoint, key, claim, version);
  }

  Grant decidedBy(Instant deadline) {
    return with(
        state, deadline.truncatedTo(ChronoUnit.MICROS), grantEndpoint, callback, claim, version);
  }

  /// What changes in a grant's life; the rest is as it was accepted.
  private Grant with(
      GrantState nextState,
      Instant nextExpiresAt,
      @Nullable URI nextEndpoint,
      @Nullable CallbackKey nextCallback,
      long nextClaim,
      long nextVersion) {
    return with(
        nextState, nextExpiresAt, nextEndpoint, nextCallback, nextClaim, nextVersion, keyId);
  }

  private Grant with(
      GrantState nextState,
      Instant nextExpiresAt,
      @Nullable URI nextEndpoint,
      @Nullable CallbackKey nextCallback,
      long nextClaim,
      long nextVersion,
      @Nullable String nextKeyId) {
    return new Grant(
        id,
        client,
        request,
        nextState,
        acceptedAt,
        nextExpiresAt,
        nextEndpoint,
        nextCallback,
        nextClaim,
        nextVersion,
        traceparent,
        keepFresh,
        renewWithin,
        nextKeyId);
  }
}
