package dev.grantflow.grant;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a grant stands, with exactly the facts that are valid there.
///
/// [Requesting], [Renewing], [Continuing] and [Rotating] are intents: they are committed before a
/// call that must not be repeated blindly, so a replica that finds one whose lease ran out knows
/// that the outcome is unknown.
public sealed interface GrantState {

  /// When the engine has to look at the grant again; empty when only an input from outside moves
  /// it.
  Optional<Instant> due();

  /// The state's name to the outside.
  Status status();

  enum Status {
    REQUESTED,
    PENDING,
    APPROVED,
    FINALIZED,
    REVOKING,
    REJECTED,
    EXPIRED,
    FAILED,
    REVOKED
  }

  /// States in which the engine has something to do at a certain time.
  sealed interface Timed extends GrantState {

    Instant dueAt();

    @Override
    default Optional<Instant> due() {
      return Optional.of(dueAt());
    }
  }

  /// States that no input changes any more and that hold no secret.
  sealed interface Terminal extends GrantState {

    @Override
    default Optional<Instant> due() {
      return Optional.empty();
    }
  }

  /// Accepted; the grant request is due.
  ///
  /// @param attempts grant requests made so far
  /// @param lastError why the last one brought nothing
  record Requested(int attempts, @Nullable GrantError lastError, Instant dueAt) implements Timed {
    @Override
    public Status status() {
      return Status.REQUESTED;
    }
  }

  /// A grant request is, or may be, at the server.
  ///
  /// @param attempts this one included
  /// @param dueAt when the lease of the replica that makes the call ends
  record Requesting(int attempts, @Nullable GrantError lastError, Instant dueAt) implements Timed {
    @Override
    public Status status() {
      return Status.REQUESTED;
    }
  }

  /// Waiting for the resource owner, who comes back through the finish callback.
  ///
  /// @param dueAt the grant's deadline
  record Pending(Interaction interaction, Continuation continuation, Instant dueAt)
      implements Timed {
    @Override
    public Status status() {
      return Status.PENDING;
    }
  }

  /// Waiting for a decision that no callback announces: continued every `wait` (RFC 9635 §5.2).
  ///
  /// @param attempts polls so far that brought no answer
  /// @param lastError why the last one brought none; null when it was answered
  record Polling(
      Continuation continuation, int attempts, @Nullable GrantError lastError, Instant dueAt)
      implements Timed {
    @Override
    public Status status() {
      return Status.PENDING;
    }
  }

  /// The callback's hash was right; the continuation is due.
  ///
  /// @param interactRef for one use
  /// @param attempts continuations made so far, all known not to have been processed
  record Approved(
      Continuation continuation,
      Secret interactRef,
      int attempts,
      @Nullable GrantError lastError,
      Instant dueAt)
      implements Timed {
    @Override
    public Status status() {
      return Status.APPROVED;
    }
  }

  /// A continuation is, or may be, at the server.
  ///
  /// @param interactRef null when polling
  /// @param dueAt when the lease of the replica that makes the call ends
  record Continuing(
      Continuation continuation, @Nullable Secret interactRef, int attempts, Instant dueAt)
      implements Timed {
    @Override
    public Status status() {
      return interactRef == null ? Status.PENDING : Status.APPROVED;
    }
  }

  /// Granted.
  ///
  /// @param continuation by which the grant can be cancelled; null when the server gave none
  /// @param upkeep what is still to be done about the tokens
  record Finalized(Issue issue, @Nullable Continuation continuation, Upkeep upkeep)
      implements GrantState {

    /// @throws IllegalArgumentException when the upkeep is of other tokens
    public Finalized {
      if (!upkeep.tokens().isEmpty() && upkeep.tokens().size() != issue.accessTokens().size()) {
        throw new IllegalArgumentException("upkeep of other tokens than there are");
      }
    }

    /// With nothing to be done about the tokens.
    public Finalized(Issue issue, @Nullable Continuation continuation) {
      this(issue, continuation, Upkeep.NONE);
    }

    AccessToken token(int place) {
      return issue.accessTokens().get(place);
    }

    TokenUpkeep upkeep(int place) {
      return upkeep.of(place);
    }

    /// Whether a token may be dead already, or is to be: its rotation was not answered, or a
    /// service wants it revoked.
    public boolean isUnsettled(int place) {
      return upkeep(place).unanswered() || upkeep(place).removal() != null;
    }

    Finalized with(int place, TokenUpkeep next) {
      return new Finalized(
          issue, continuation, upkeep.with(place, next, issue.accessTokens().size()));
    }

    Finalized with(int place, AccessToken token, TokenUpkeep next) {
      var tokens = new ArrayList<>(issue.accessTokens());
      tokens.set(place, token);
      return new Finalized(new Issue(tokens, issue.subject()), continuation, upkeep)
          .with(place, next);
    }

    @Override
    public Optional<Instant> due() {
      return upkeep.due();
    }

    @Override
    public Status status() {
      return Status.FINALIZED;
    }
  }

  /// The rotation of a token is, or may be, at the server.
  ///
  /// @param held the grant as it was, with the old token
  /// @param place of that token
  /// @param dueAt when the lease of the replica that makes the call ends
  record Rotating(Finalized held, int place, Instant dueAt) implements Timed {

    AccessToken token() {
      return held.token(place);
    }

    /// By what the call is made.
    ///
    /// @throws IllegalStateException when the server gave no manage URI
    public Cancellation.Managed managed() {
      return Undoing.managed(token());
    }

    @Override
    public Status status() {
      return Status.FINALIZED;
    }
  }

  /// The revocation of one token of several is, or may be, at the server.
  ///
  /// @param held the grant with that token
  /// @param place of that token
  /// @param dueAt when the lease of the replica that makes the call ends
  record RevokingToken(Finalized held, int place, Instant dueAt) implements Timed {

    /// By what the call is made.
    ///
    /// @throws IllegalStateException when the server gave no manage URI
    public Cancellation.Managed managed() {
      return Undoing.managed(held.token(place));
    }

    @Override
    public Status status() {
      return Status.FINALIZED;
    }
  }

  /// The token is dead. What is left of the grant at the server is being cancelled, so that nothing
  /// stays there which nobody holds; then the grant is requested anew.
  ///
  /// @param tokenVersion of the value that died
  /// @param since when it began
  /// @param attempts cancellations made so far that were not confirmed
  record Retiring(
      Continuation continuation, int tokenVersion, Instant since, int attempts, Instant dueAt)
      implements Timed {
    @Override
    public Status status() {
      return Status.REQUESTED;
    }
  }

  /// The token is dead and nothing is left at the server; a new grant request is due.
  ///
  /// @param tokenVersion of the value that died
  /// @param attempts grant requests made since
  /// @param lastError why the last one brought nothing
  record Renewable(int tokenVersion, int attempts, @Nullable GrantError lastError, Instant dueAt)
      implements Timed {
    @Override
    public Status status() {
      return Status.REQUESTED;
    }
  }

  /// A new grant request is, or may be, at the server.
  ///
  /// @param tokenVersion of the value that died
  /// @param attempts this one included
  /// @param dueAt when the lease of the replica that makes the call ends
  record Renewing(int tokenVersion, int attempts, @Nullable GrantError lastError, Instant dueAt)
      implements Timed {
    @Override
    public Status status() {
      return Status.REQUESTED;
    }
  }

  /// Being undone at the server, for whatever reason; afterwards the grant ends as `ending` says.
  ///
  /// @param since when it began
  /// @param attempts cancellations made so far that were not confirmed
  record Revoking(
      Cancellation cancellation, Terminal ending, Instant since, int attempts, Instant dueAt)
      implements Timed {
    @Override
    public Status status() {
      return Status.REVOKING;
    }
  }

  /// The resource owner or the authorization server said no.
  record Rejected(GrantError error) implements Terminal {
    @Override
    public Status status() {
      return Status.REJECTED;
    }
  }

  /// Nobody decided in time.
  record Expired() implements Terminal {
    @Override
    public Status status() {
      return Status.EXPIRED;
    }
  }

  /// A permanent error.
  record Failed(GrantError error) implements Terminal {
    @Override
    public Status status() {
      return Status.FAILED;
    }
  }

  /// Cancelled on request.
  record Revoked(@Nullable String reason) implements Terminal {
    @Override
    public Status status() {
      return Status.REVOKED;
    }
  }
}
