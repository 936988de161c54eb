package dev.grantflow.mysql;

import static java.util.Objects.requireNonNull;

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
import dev.grantflow.grant.InteractionStart.UserCodeUri;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.TokenUpkeep;
import dev.grantflow.grant.Upkeep;
import dev.grantflow.mysql.StateFacts.ErrorFacts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Puts a state's pieces together again. A column that its state needs and that is null is damage
/// to the table and throws.
record FactsReader(StateFacts facts, StateSecrets secrets) {

  int attempts() {
    return requireNonNull(facts.attempts(), "attempts");
  }

  @Nullable GrantError lastError() {
    return error(facts.lastError());
  }

  Instant since() {
    return requireNonNull(facts.since(), "since");
  }

  Interaction interaction() {
    return new Interaction(
        start(),
        requireNonNull(facts.grantEndpoint(), "grantEndpoint"),
        Secret.of(requireNonNull(secrets.nonce(), "nonce")),
        Secret.of(requireNonNull(secrets.finish(), "finish")),
        Objects.requireNonNullElse(facts.hashMethod(), HashMethod.SHA_256),
        secrets.forward());
  }

  private InteractionStart start() {
    var start = requireNonNull(secrets.start(), "start");
    var userCode = start.userCode();
    return new InteractionStart(
        start.redirect(),
        userCode == null ? null : Secret.of(userCode),
        userCodeUri(start),
        start.app(),
        facts.startExpiresAt());
  }

  private static @Nullable UserCodeUri userCodeUri(StateSecrets.Start start) {
    var uri = start.codeUri();
    return uri == null
        ? null
        : new UserCodeUri(Secret.of(requireNonNull(start.code(), "code")), uri);
  }

  Continuation continuation() {
    return new Continuation(
        requireNonNull(secrets.continueUri(), "continueUri"),
        Secret.of(requireNonNull(secrets.continueToken(), "continueToken")),
        requireNonNull(facts.notBefore(), "notBefore"));
  }

  @Nullable Continuation continuationIfAny() {
    return secrets.continueUri() == null ? null : continuation();
  }

  Secret interactRef() {
    return Secret.of(requireNonNull(secrets.interactRef(), "interactRef"));
  }

  @Nullable Secret interactRefIfAny() {
    return secrets.interactRef() == null ? null : interactRef();
  }

  /// An empty list is not written: where only a subject was confirmed there are no tokens.
  Issue issue() {
    var written = facts.accessTokens();
    var tokens = written == null ? List.<StateFacts.TokenFacts>of() : written;
    var hidden = tokens.isEmpty() ? List.<StateSecrets.TokenSecrets>of() : hidden();
    var subject = secrets.subject();
    return new Issue(
        IntStream.range(0, tokens.size())
            .mapToObj(
                i ->
                    new AccessToken(
                        Secret.of(requireNonNull(hidden.get(i).verbatim(), "verbatim")),
                        hidden.get(i).manage(),
                        Secret.of(hidden.get(i).manageToken()),
                        tokens.get(i).expiresAt(),
                        tokens.get(i).label()))
            .toList(),
        subject == null ? null : Secret.of(subject));
  }

  /// Rows that were written before there was upkeep have none.
  Finalized held() {
    var issue = issue();
    var written = facts.accessTokens();
    var upkeep =
        written == null
            ? Upkeep.NONE
            : new Upkeep(written.stream().map(FactsReader::upkeep).toList());
    return new Finalized(issue, continuationIfAny(), upkeep);
  }

  int place() {
    return requireNonNull(facts.place(), "place");
  }

  int tokenVersion() {
    return requireNonNull(facts.tokenVersion(), "tokenVersion");
  }

  private static TokenUpkeep upkeep(StateFacts.TokenFacts token) {
    var upkeep = token.upkeep();
    if (upkeep == null) {
      return TokenUpkeep.NONE;
    }
    var removal = upkeep.removal();
    return new TokenUpkeep(
        upkeep.version(),
        upkeep.rotateAt(),
        upkeep.asked(),
        upkeep.attempts(),
        upkeep.unanswered(),
        upkeep.expiryDueAt(),
        removal == null
            ? null
            : new TokenUpkeep.Removal(
                removal.reason(), removal.since(), removal.attempts(), removal.dueAt()));
  }

  Cancellation cancellation() {
    return switch (requireNonNull(facts.cancellation(), "cancellation")) {
      case GRANT -> new Cancellation.OfGrant(continuation());
      case TOKENS -> new Cancellation.OfTokens(managed());
      case UNANSWERED_REQUEST -> new Cancellation.OfUnansweredRequest();
      case UNANSWERED_CONTINUATION -> new Cancellation.OfUnansweredContinuation(continuation());
      case UNANSWERED_ROTATION -> new Cancellation.OfUnansweredRotation(held(), place());
    };
  }

  Terminal ending() {
    var ending = requireNonNull(facts.ending(), "ending");
    return switch (ending.state()) {
      case "REJECTED" -> new Rejected(requireNonNull(error(ending.error()), "error"));
      case "FAILED" -> new Failed(requireNonNull(error(ending.error()), "error"));
      case "EXPIRED" -> new Expired();
      case "REVOKED" -> new Revoked(ending.reason());
      case String other -> throw new IllegalStateException("no such ending: " + other);
    };
  }

  private List<Cancellation.Managed> managed() {
    return hidden().stream()
        .map(
            token ->
                new Cancellation.Managed(
                    requireNonNull(token.manage(), "manage"), Secret.of(token.manageToken())))
        .toList();
  }

  private List<StateSecrets.TokenSecrets> hidden() {
    return requireNonNull(secrets.accessTokens(), "secrets of accessTokens");
  }

  private static @Nullable GrantError error(@Nullable ErrorFacts error) {
    return error == null
        ? null
        : new GrantError(error.code(), error.description(), error.httpStatus());
  }
}
