package dev.grantflow.mysql;

import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Revoked;
import dev.grantflow.grant.GrantState.Terminal;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Interaction;
import dev.grantflow.grant.InteractionStart;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.TokenUpkeep;
import dev.grantflow.mysql.StateFacts.CancellationKind;
import dev.grantflow.mysql.StateFacts.Ending;
import dev.grantflow.mysql.StateFacts.ErrorFacts;
import dev.grantflow.mysql.StateFacts.RemovalFacts;
import dev.grantflow.mysql.StateFacts.TokenFacts;
import dev.grantflow.mysql.StateFacts.UpkeepFacts;
import dev.grantflow.mysql.StateSecrets.Start;
import dev.grantflow.mysql.StateSecrets.TokenSecrets;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Collects what a state holds, each piece split into what may be read by whoever reads the table
/// and what may not.
final class FactsBuilder {

  private @Nullable Integer attempts;
  private @Nullable ErrorFacts lastError;
  private @Nullable Instant startExpiresAt;
  private @Nullable HashMethod hashMethod;
  private @Nullable URI grantEndpoint;
  private @Nullable Instant notBefore;
  private @Nullable List<TokenFacts> accessTokens;
  private @Nullable CancellationKind cancellation;
  private @Nullable Ending ending;
  private @Nullable Instant since;
  private @Nullable Integer place;
  private @Nullable Integer tokenVersion;

  private @Nullable String nonce;
  private @Nullable String finish;
  private @Nullable Start start;
  private @Nullable URI forward;
  private @Nullable URI continueUri;
  private @Nullable String continueToken;
  private @Nullable String interactRef;
  private @Nullable List<TokenSecrets> tokenSecrets;
  private @Nullable String subject;

  FactsBuilder attempts(int count) {
    attempts = count;
    return this;
  }

  FactsBuilder lastError(@Nullable GrantError error) {
    lastError = facts(error);
    return this;
  }

  FactsBuilder interaction(Interaction interaction) {
    start(interaction.start());
    forward = interaction.forward();
    hashMethod = interaction.hashMethod() == HashMethod.SHA_256 ? null : interaction.hashMethod();
    grantEndpoint = interaction.grantEndpoint();
    nonce = interaction.nonce().reveal();
    finish = interaction.finish().reveal();
    return this;
  }

  private void start(InteractionStart given) {
    var at = given.userCodeUri();
    var userCode = given.userCode();
    startExpiresAt = given.expiresAt();
    start =
        new Start(
            given.redirect(),
            given.app(),
            userCode == null ? null : userCode.reveal(),
            at == null ? null : at.uri(),
            at == null ? null : at.code().reveal());
  }

  FactsBuilder continuation(@Nullable Continuation continuation) {
    if (continuation != null) {
      continueUri = continuation.uri();
      notBefore = continuation.notBefore();
      continueToken = continuation.accessToken().reveal();
    }
    return this;
  }

  FactsBuilder interactRef(@Nullable Secret ref) {
    interactRef = ref == null ? null : ref.reveal();
    return this;
  }

  FactsBuilder issue(Issue issue) {
    accessTokens = issue.accessTokens().stream().map(FactsBuilder::facts).toList();
    tokenSecrets = issue.accessTokens().stream().map(FactsBuilder::secrets).toList();
    subject = issue.subject() == null ? null : issue.subject().reveal();
    return this;
  }

  /// A granted grant's whole holding.
  FactsBuilder held(Finalized held) {
    issue(held.issue()).continuation(held.continuation());
    var tokens = held.upkeep().tokens();
    if (!tokens.isEmpty()) {
      accessTokens =
          IntStream.range(0, tokens.size())
              .mapToObj(i -> facts(held.issue().accessTokens().get(i), tokens.get(i)))
              .toList();
    }
    return this;
  }

  FactsBuilder place(int number) {
    place = number;
    return this;
  }

  FactsBuilder tokenVersion(int number) {
    tokenVersion = number;
    return this;
  }

  FactsBuilder cancellation(Cancellation what) {
    return switch (what) {
      case Cancellation.OfGrant(var at) -> kind(CancellationKind.GRANT).continuation(at);
      case Cancellation.OfTokens(var remaining) -> kind(CancellationKind.TOKENS).tokens(remaining);
      case Cancellation.OfUnansweredRequest() -> kind(CancellationKind.UNANSWERED_REQUEST);
      case Cancellation.OfUnansweredContinuation(var at) ->
          kind(CancellationKind.UNANSWERED_CONTINUATION).continuation(at);
      case Cancellation.OfUnansweredRotation(var held, var at) ->
          kind(CancellationKind.UNANSWERED_ROTATION).held(held).place(at);
    };
  }

  FactsBuilder ending(Terminal terminal) {
    ending =
        switch (terminal) {
          case Rejected(var error) -> new Ending("REJECTED", facts(error), null);
          case Failed(var error) -> new Ending("FAILED", facts(error), null);
          case Expired() -> new Ending("EXPIRED", null, null);
          case Revoked(var reason) -> new Ending("REVOKED", null, reason);
        };
    return this;
  }

  FactsBuilder since(Instant begin) {
    since = begin;
    return this;
  }

  StateFacts facts() {
    return new StateFacts(
        attempts,
        lastError,
        startExpiresAt,
        hashMethod,
        grantEndpoint,
        notBefore,
        accessTokens,
        cancellation,
        ending,
        since,
        place,
        tokenVersion);
  }

  StateSecrets secrets() {
    return new StateSecrets(
        nonce,
        finish,
        start,
        forward,
        continueUri,
        continueToken,
        interactRef,
        tokenSecrets,
        subject);
  }

  private FactsBuilder kind(CancellationKind kind) {
    cancellation = kind;
    return this;
  }

  private FactsBuilder tokens(List<Cancellation.Managed> remaining) {
    tokenSecrets =
        remaining.stream()
            .map(token -> new TokenSecrets(null, token.manage(), token.token().reveal()))
            .toList();
    return this;
  }

  private static TokenFacts facts(AccessToken token) {
    return new TokenFacts(token.expiresAt(), token.label(), null);
  }

  private static TokenFacts facts(AccessToken token, TokenUpkeep upkeep) {
    var removal = upkeep.removal();
    return new TokenFacts(
        token.expiresAt(),
        token.label(),
        new UpkeepFacts(
            upkeep.version(),
            upkeep.rotateAt(),
            upkeep.asked(),
            upkeep.attempts(),
            upkeep.unanswered(),
            upkeep.expiryDueAt(),
            removal == null
                ? null
                : new RemovalFacts(
                    removal.reason(), removal.since(), removal.attempts(), removal.dueAt())));
  }

  private static TokenSecrets secrets(AccessToken token) {
    return new TokenSecrets(
        token.verbatim().reveal(), token.manage(), token.manageToken().reveal());
  }

  private static @Nullable ErrorFacts facts(@Nullable GrantError error) {
    return error == null
        ? null
        : new ErrorFacts(error.code(), error.description(), error.httpStatus());
  }
}
