package dev.grantflow.sandbox.authserver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// All grants and tokens since the start. Nothing is ever forgotten: it is a sandbox.
final class Grants {
  private final Map<String, Grant> byId = new ConcurrentHashMap<>();
  private final Map<String, Grant> byInteractionId = new ConcurrentHashMap<>();
  private final Map<String, Grant> byUserCode = new ConcurrentHashMap<>();
  private final Map<String, AccessToken> tokens = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Duration tokenLifetime;

  Grants(Clock clock, Duration tokenLifetime) {
    this.clock = clock;
    this.tokenLifetime = tokenLifetime;
  }

  void add(Grant grant) {
    byId.put(grant.id, grant);
    byInteractionId.put(grant.interactionId, grant);
    byUserCode.put(grant.userCode, grant);
  }

  /// Only with its continuation token, and only while it has not been cancelled.
  Optional<Grant> byContinuation(String id, String continuationToken) {
    return Optional.ofNullable(byId.get(id))
        .filter(
            grant -> {
              synchronized (grant) {
                return grant.state != GrantState.CANCELLED
                    && grant.acceptsContinuationToken(continuationToken);
              }
            });
  }

  Optional<Grant> byInteraction(String interactionId) {
    return Optional.ofNullable(byInteractionId.get(interactionId));
  }

  Optional<Grant> byUserCode(String userCode) {
    return Optional.ofNullable(byUserCode.get(userCode));
  }

  /// Only with what manages it, and only while it has not ended; expired tokens are found.
  Optional<AccessToken> token(String manageId, String value) {
    return Optional.ofNullable(tokens.get(manageId))
        .filter(
            token -> {
              synchronized (token.grant) {
                return !token.ended && token.managedBy.equals(value);
              }
            });
  }

  /// By its value, while it works.
  Optional<AccessToken> liveToken(String value) {
    Instant now = clock.instant();
    return tokens.values().stream()
        .filter(
            token -> {
              synchronized (token.grant) {
                return token.value.equals(value) && token.isLive(now);
              }
            })
        .findFirst();
  }

  /// Mints every token that was asked for; the caller holds the grant's monitor.
  ///
  /// @param by the kind of call that they answer
  List<AccessToken> issue(Grant grant, Point by) {
    return grant.request.tokens().stream().map(wanted -> issue(grant, wanted, by)).toList();
  }

  /// Mints one token; the caller holds the grant's monitor.
  ///
  /// @param by the kind of call that it answers
  AccessToken issue(Grant grant, GrantRequest.WantedToken wanted, Point by) {
    Instant expiresAt = clock.instant().plus(tokenLifetime);
    String value = Random.hex();
    String managedBy = grant.behaviour.speaks(Dialect.MANAGE_OBJECT) ? Random.hex() : value;
    AccessToken token =
        new AccessToken(Random.uuid(), value, managedBy, wanted, grant, expiresAt, by);
    grant.secrets.add(Fingerprint.of(token.value));
    grant.secrets.add(Fingerprint.of(token.managedBy));
    grant.tokens.add(token);
    tokens.put(token.manageId, token);
    return token;
  }

  /// The grant of a token, whether it still works or not.
  Optional<Grant> byToken(String manageId) {
    return Optional.ofNullable(tokens.get(manageId)).map(token -> token.grant);
  }

  Set<String> secrets() {
    return byId.values().stream()
        .flatMap(grant -> grant.secrets.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  Collection<Grant> all() {
    return byId.values();
  }

  Collection<AccessToken> allTokens() {
    return tokens.values();
  }
}
