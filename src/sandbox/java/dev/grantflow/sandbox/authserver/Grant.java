package dev.grantflow.sandbox.authserver;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A grant as the server knows it. Callers hold its monitor while they read or change what is not
/// final, so that decisions about one grant are made one after the other.
final class Grant {
  final String id = Random.uuid();
  final String interactionId = Random.uuid();
  final String interactionNonce = Random.hex();
  final String finishNonce = Random.hex();
  final String interactRef = Random.uuid();

  /// What the resource owner may type in place of being sent.
  final String userCode = Random.code();

  /// The fingerprints of its secrets, for the books.
  final Set<String> secrets = ConcurrentHashMap.newKeySet();

  /// Of the wallet address that it was asked for at, empty where that cannot be told.
  final String walletName;

  final GrantRequest request;
  final Behaviour behaviour;

  /// What the interaction hash names as the grant endpoint.
  final URI hashedEndpoint;

  /// For the consent page; empty for a grant that needs none.
  final String clientName;

  final Instant createdAt;
  final Duration minWait;
  final List<AccessToken> tokens = new ArrayList<>();
  final CountDownLatch cancelled = new CountDownLatch(1);

  GrantState state = GrantState.PENDING;
  Instant lastAnswerAt;
  int continuations;
  int cancellations;

  /// Whether somebody has opened its consent page.
  boolean visited;

  private String continuationToken = Random.hex();

  /// Good until its replacement is used for the first time, so that the loss of one answer does not
  /// take the grant away from its client.
  private @Nullable String replacedToken;

  Grant(
      String walletName,
      GrantRequest request,
      Behaviour behaviour,
      URI hashedEndpoint,
      String clientName,
      Instant createdAt,
      Duration minWait) {
    this.walletName = walletName;
    this.request = request;
    this.behaviour = behaviour;
    this.hashedEndpoint = hashedEndpoint;
    this.clientName = clientName;
    this.createdAt = createdAt;
    this.minWait = minWait;
    this.lastAnswerAt = createdAt;
    secrets.add(Fingerprint.of(interactRef));
    secrets.add(Fingerprint.of(continuationToken));
  }

  synchronized String continuationToken() {
    return continuationToken;
  }

  synchronized boolean acceptsContinuationToken(String token) {
    if (token.equals(continuationToken)) {
      replacedToken = null;
      return true;
    }
    return token.equals(replacedToken);
  }

  /// Makes the continuation token of the next answer.
  synchronized void renewContinuationToken() {
    if (!behaviour.is(Quirk.SAME_CONTINUATION_TOKEN)) {
      replacedToken = behaviour.is(Quirk.STRICT_CONTINUATION_TOKEN) ? null : continuationToken;
      continuationToken = Random.hex();
      secrets.add(Fingerprint.of(continuationToken));
    }
  }

  boolean isTooFast(Instant now) {
    return now.isBefore(lastAnswerAt.plus(minWait));
  }

  boolean isExpired(Instant now, Duration interactionLifetime) {
    return behaviour.is(Quirk.EXPIRED_INTERACTION)
        || !now.isBefore(createdAt.plus(interactionLifetime));
  }
}
