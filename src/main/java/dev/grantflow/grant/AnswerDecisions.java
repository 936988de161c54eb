package dev.grantflow.grant;

import dev.grantflow.grant.Answer.Denied;
import dev.grantflow.grant.Answer.Gone;
import dev.grantflow.grant.Answer.InteractionRequired;
import dev.grantflow.grant.Answer.InteractionToPoll;
import dev.grantflow.grant.Answer.Issued;
import dev.grantflow.grant.Answer.NotNow;
import dev.grantflow.grant.Answer.Refused;
import dev.grantflow.grant.Answer.Rotated;
import dev.grantflow.grant.Answer.StillPending;
import dev.grantflow.grant.Answer.Unknown;
import dev.grantflow.grant.Answer.Unusable;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.GrantEvent.GrantFinalized;
import dev.grantflow.grant.GrantEvent.GrantPending;
import dev.grantflow.grant.GrantEvent.Trigger;
import dev.grantflow.grant.GrantState.Approved;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoked;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import dev.grantflow.grant.GrantState.Terminal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What follows from an authorization server's answer to the call that the grant's state announced.
final class AnswerDecisions {

  /// The least pause before a poll, however short a `wait` the server gives: RFC 9635 §3.1 has 5 s
  /// as the least that it should ask for.
  static final Duration POLL_MIN = Duration.ofSeconds(5);

  private final Backoff backoff;
  private final UpkeepRules rules;
  private final RevokingAnswerDecisions revoking;
  private final RotationAnswerDecisions rotation;
  private final TokenRevocationDecisions tokenRevocation;
  private final RenewalDecisions renewal;

  AnswerDecisions(
      Backoff backoff, Duration revocationLimit, UpkeepRules rules, RenewalDecisions renewal) {
    this.backoff = backoff;
    this.rules = rules;
    this.revoking = new RevokingAnswerDecisions(backoff, revocationLimit);
    this.rotation = new RotationAnswerDecisions(backoff, rules, renewal);
    this.renewal = renewal;
    this.tokenRevocation = new TokenRevocationDecisions(backoff, revocationLimit);
  }

  Decision decide(Grant grant, Answer answer, Instant now, double jitter) {
    return switch (grant.state()) {
      case Requesting requesting -> onRequesting(grant, requesting, answer, now, jitter);
      case Continuing continuing -> onContinuing(grant, continuing, answer, now, jitter);
      case Rotating state -> rotation.decide(grant, state, answer, now, jitter);
      case RevokingToken state -> tokenRevocation.decide(grant, state, answer, now, jitter);
      case Revoking state -> revoking.decide(grant, state, answer, now, jitter);
      case Retiring state -> renewal.onRetiring(grant, state, answer, now, jitter);
      case Renewing state -> renewal.onRenewing(grant, state, answer, now, jitter);
      case Requested _, Pending _, Polling _, Approved _, Renewable _ -> straggler();
      case Finalized _, Rejected _, Expired _, Failed _, Revoked _ -> straggler();
    };
  }

  private Decision onRequesting(
      Grant grant, Requesting state, Answer answer, Instant now, double jitter) {
    return switch (answer) {
      case InteractionRequired(var interaction, _, var continuation)
          when grant.isPastDeadline(now) ->
          // Nobody is sent there any more.
          Moves.to(
              at(grant, interaction.grantEndpoint()),
              undoing(continuation, new Expired(), now),
              "deadline");
      case InteractionRequired(var interaction, var callback, var continuation) ->
          Moves.to(
              grant.at(interaction.grantEndpoint(), callback),
              new Pending(interaction, continuation, grant.expiresAt()),
              "interaction required",
              pending(grant, interaction.start()));
      case InteractionToPoll(_, var continuation, var endpoint) when grant.isPastDeadline(now) ->
          Moves.to(at(grant, endpoint), undoing(continuation, new Expired(), now), "deadline");
      case InteractionToPoll(var start, var continuation, var endpoint) ->
          Moves.to(
              at(grant, endpoint),
              polling(grant, continuation, now),
              "interaction required",
              pending(grant, start));
      case StillPending(var continuation, var endpoint) ->
          Moves.to(at(grant, endpoint), polling(grant, continuation, now), "still pending");
      case Issued(var issue, var continuation, var endpoint) ->
          Moves.to(
              at(grant, endpoint),
              finalized(grant, issue, continuation, now, jitter),
              "issued",
              new GrantFinalized(issue, Trigger.REQUEST));
      case Unusable unusable ->
          Undoing.unusable(grant, unusable, new Failed(unusable.error()), now, now);
      case Denied(var error) -> Moves.end(grant, new Rejected(error), "denied");
      case Refused(var error) -> Moves.end(grant, new Failed(error), "refused");
      case NotNow(var error, var retryAfter) when error.isOfPause() ->
          requestAgain(
              grant,
              attemptsBefore(state.attempts()),
              error,
              again(grant, now, 0, jitter, retryAfter));
      case NotNow(var error, var retryAfter) ->
          requestAgain(
              grant,
              state.attempts(),
              error,
              again(grant, now, state.attempts(), jitter, retryAfter));
      case Unknown(var error) ->
          requestAgain(
              grant, state.attempts(), error, again(grant, now, state.attempts(), jitter, null));
      case Gone _, Rotated _ -> straggler();
    };
  }

  /// A continuation of unknown outcome may still be at work in the server, where a cancellation
  /// beside it was seen to leave a live token: it waits until the lease ends, as after a crash.
  private Decision onContinuing(
      Grant grant, Continuing state, Answer answer, Instant now, double jitter) {
    return switch (answer) {
      case Issued(var issue, var continuation, _) ->
          Moves.to(
              grant,
              finalized(grant, issue, continuation, now, jitter),
              "issued",
              new GrantFinalized(
                  issue, state.interactRef() == null ? Trigger.POLL : Trigger.CALLBACK));
      case StillPending(var continuation, _) ->
          Moves.to(grant, polling(grant, continuation, now), "still pending");
      case Unusable unusable ->
          Undoing.unusable(grant, unusable, new Failed(unusable.error()), now, now);
      case Denied(var error) -> Moves.end(grant, new Rejected(error), "denied");
      case Refused(var error) -> Moves.end(grant, new Failed(error), "refused");
      case NotNow(var error, var retryAfter) when error.isOfPause() ->
          continueAgain(
              grant,
              state,
              attemptsBefore(state.attempts()),
              error,
              now,
              again(grant, now, 0, jitter, retryAfter));
      case NotNow(var error, var retryAfter) ->
          continueAgain(
              grant,
              state,
              state.attempts(),
              error,
              now,
              again(grant, now, state.attempts(), jitter, retryAfter));
      case Unknown _ ->
          Moves.to(
              grant,
              new Revoking(
                  new Cancellation.OfGrant(state.continuation()),
                  new Failed(DueDecisions.UNANSWERED),
                  now,
                  0,
                  state.dueAt()),
              "outcome unknown");
      case InteractionRequired _, InteractionToPoll _, Gone _, Rotated _ -> straggler();
    };
  }

  private static GrantPending pending(Grant grant, InteractionStart start) {
    return new GrantPending(start, start.until(grant.expiresAt()));
  }

  private Finalized finalized(
      Grant grant, Issue issue, @Nullable Continuation continuation, Instant now, double jitter) {
    return new Finalized(issue, continuation, rules.begin(issue, grant.keepFresh(), now, jitter));
  }

  private static Decision requestAgain(Grant grant, int attempts, GrantError error, Instant at) {
    return Moves.to(grant, new Requested(attempts, error, at), Moves.causeOf(error));
  }

  private static Decision continueAgain(
      Grant grant, Continuing state, int attempts, GrantError error, Instant now, Instant at) {
    var continuation = state.continuation();
    var interactRef = state.interactRef();
    var next =
        interactRef == null
            ? new Polling(continuation, attempts, told(error), paced(grant, now, at))
            : new Approved(continuation, interactRef, attempts, error, at);
    return Moves.to(grant, next, Moves.causeOf(error));
  }

  private static Polling polling(Grant grant, Continuation continuation, Instant now) {
    return new Polling(continuation, 0, null, paced(grant, now, continuation.notBefore()));
  }

  /// Not sooner than [#POLL_MIN] from now, nor later than the deadline.
  private static Instant paced(Grant grant, Instant now, Instant at) {
    return Moves.earlier(Moves.later(at, now.plus(POLL_MIN)), grant.expiresAt());
  }

  /// A poll that came too fast found a server at work, on which nobody has decided yet.
  private static @Nullable GrantError told(GrantError error) {
    return error.code().equals("too_fast") ? null : error;
  }

  private static Revoking undoing(Continuation continuation, Terminal ending, Instant now) {
    return new Revoking(new Cancellation.OfGrant(continuation), ending, now, 0, now);
  }

  private Instant again(
      Grant grant, Instant now, int attempts, double jitter, @Nullable Duration retryAfter) {
    return Moves.after(now, delay(backoff, attempts, jitter, retryAfter), grant.expiresAt());
  }

  /// How many there were without the one that the claim has counted and that an operator's pause
  /// held back. However long the pause, the backoff afterwards is what it was before.
  static int attemptsBefore(int attempts) {
    return Math.max(0, attempts - 1);
  }

  /// The server's word on when to come back is a lower bound to our own backoff.
  static Duration delay(
      Backoff backoff, int attempts, double jitter, @Nullable Duration retryAfter) {
    var own = backoff.delay(attempts, jitter);
    var asked = Objects.requireNonNullElse(retryAfter, Duration.ZERO);
    return own.compareTo(asked) > 0 ? own : asked;
  }

  static Grant at(Grant grant, @Nullable URI endpoint) {
    return endpoint == null ? grant : grant.at(endpoint, grant.callback());
  }

  static Stay straggler() {
    return new Stay("an answer to another call than the one in flight");
  }
}
