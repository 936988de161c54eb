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
import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.Cancellation.OfUnansweredRequest;
import dev.grantflow.grant.Cancellation.OfUnansweredRotation;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What follows from an answer while a grant is being undone: the cancellation's own, or that of
/// the call which was in flight when the end was decided.
final class RevokingAnswerDecisions {

  private final Backoff backoff;
  private final Duration revocationLimit;

  RevokingAnswerDecisions(Backoff backoff, Duration revocationLimit) {
    this.backoff = backoff;
    this.revocationLimit = revocationLimit;
  }

  /// Before the first attempt no cancellation is in flight: an answer then is one that was recorded
  /// before and is being recorded again, and must not pass for the next token's.
  Decision decide(Grant grant, Revoking state, Answer answer, Instant now, double jitter) {
    return switch (state.cancellation()) {
      case OfGrant _, OfTokens _ when state.attempts() == 0 -> AnswerDecisions.straggler();
      case OfGrant _ -> onCancelled(grant, state, answer, now, jitter);
      case OfTokens tokens -> onTokenRevoked(grant, state, tokens, answer, now, jitter);
      case OfUnansweredRequest _ -> onRequestSettled(grant, state, answer, now);
      case OfUnansweredContinuation(var continuation) ->
          onContinuationSettled(grant, state, continuation, answer, now);
      case OfUnansweredRotation(var held, var place) ->
          onRotationSettled(grant, state, held, place, answer, now);
    };
  }

  private Decision onCancelled(
      Grant grant, Revoking state, Answer answer, Instant now, double jitter) {
    return switch (answer) {
      case Gone _ -> Moves.end(grant, state.ending(), "cancelled");
      case Refused(var error) -> again(grant, state, error, null, now, jitter);
      case Unknown(var error) -> again(grant, state, error, null, now, jitter);
      case NotNow(var error, var retryAfter) -> again(grant, state, error, retryAfter, now, jitter);
      case InteractionRequired _, InteractionToPoll _, StillPending _, Unusable _ ->
          AnswerDecisions.straggler();
      case Issued _, Denied _, Rotated _ -> AnswerDecisions.straggler();
    };
  }

  private Decision onTokenRevoked(
      Grant grant, Revoking state, OfTokens tokens, Answer answer, Instant now, double jitter) {
    var rest = tokens.remaining().subList(1, tokens.remaining().size());
    return answer instanceof Gone && !rest.isEmpty()
        ? Moves.to(grant, cancelAt(state, new OfTokens(rest), now), "token revoked")
        : onCancelled(grant, state, answer, now, jitter);
  }

  private static Decision onRequestSettled(
      Grant grant, Revoking state, Answer answer, Instant now) {
    return switch (answer) {
      case InteractionRequired(var interaction, var callback, var continuation) ->
          Moves.to(
              grant.at(interaction.grantEndpoint(), callback),
              cancelAt(state, new OfGrant(continuation), now),
              "interaction required");
      case InteractionToPoll(_, var continuation, var endpoint) ->
          Moves.to(
              AnswerDecisions.at(grant, endpoint),
              cancelAt(state, new OfGrant(continuation), now),
              "interaction required");
      case Unusable unusable ->
          Undoing.unusable(grant, unusable, state.ending(), state.since(), now);
      case StillPending(var continuation, var endpoint) ->
          Moves.to(
              AnswerDecisions.at(grant, endpoint),
              cancelAt(state, new OfGrant(continuation), now),
              "still pending");
      case Issued(var issue, var continuation, var endpoint) -> {
        var answered = AnswerDecisions.at(grant, endpoint);
        yield Undoing.of(issue, continuation, state.ending())
            .map(it -> Moves.to(answered, undoing(state, it, now), "issued"))
            .orElseGet(() -> Moves.end(answered, withoutCancelling(issue, state), "issued"));
      }
      case Denied _, Refused _, NotNow _, Unknown _ ->
          Moves.end(grant, state.ending(), "request settled");
      case Gone _, Rotated _ -> AnswerDecisions.straggler();
    };
  }

  private static Decision onContinuationSettled(
      Grant grant, Revoking state, Continuation sent, Answer answer, Instant now) {
    return switch (answer) {
      case Issued(var issue, var continuation, _) -> {
        var undoing =
            Undoing.of(issue, continuation, state.ending())
                .orElseGet(() -> Undoing.byFormer(issue, sent, state.ending()));
        yield Moves.to(grant, undoing(state, undoing, now), "issued");
      }
      case StillPending(var continuation, _) ->
          Moves.to(grant, cancelAt(state, new OfGrant(continuation), now), "still pending");
      case Unusable unusable ->
          Undoing.unusable(grant, unusable, state.ending(), state.since(), now);
      case Denied _, Refused _, NotNow _ ->
          Moves.to(grant, cancelAt(state, new OfGrant(sent), now), "continuation settled");
      case Unknown _ ->
          Moves.to(grant, cancelAt(state, new OfGrant(sent), state.dueAt()), "outcome unknown");
      case InteractionRequired _, InteractionToPoll _, Gone _, Rotated _ ->
          AnswerDecisions.straggler();
    };
  }

  private static Decision onRotationSettled(
      Grant grant, Revoking state, Finalized held, int place, Answer answer, Instant now) {
    return switch (answer) {
      case Answer.Rotated(var token) -> {
        var upkeep = TokenUpkeep.NONE;
        yield undoHeld(grant, state, held.with(place, token, upkeep), now, "rotated");
      }
      case Refused _, NotNow _ -> undoHeld(grant, state, held, now, "rotation settled");
      case Unknown _ -> {
        var upkeep = held.upkeep(place).withoutAnswer();
        yield undoHeld(grant, state, held.with(place, upkeep), state.dueAt(), "outcome unknown");
      }
      case Unusable(var error, _, _) -> {
        var left = held.with(place, held.upkeep(place).withoutAnswer());
        yield undoHeld(
            grant,
            state,
            left,
            Undoing.of(left, state.ending()).map(it -> it.because(error)),
            now,
            "unusable answer");
      }
      case InteractionRequired _, InteractionToPoll _, StillPending _ ->
          AnswerDecisions.straggler();
      case Issued _, Denied _, Gone _ -> AnswerDecisions.straggler();
    };
  }

  private static Decision undoHeld(
      Grant grant, Revoking state, Finalized held, Instant dueAt, String cause) {
    return undoHeld(grant, state, held, Undoing.of(held, state.ending()), dueAt, cause);
  }

  private static Decision undoHeld(
      Grant grant,
      Revoking state,
      Finalized held,
      Optional<Undoing> how,
      Instant dueAt,
      String cause) {
    return how.map(it -> Moves.to(grant, undoing(state, it, dueAt), cause))
        .orElseGet(() -> Moves.end(grant, withoutCancelling(held.issue(), state), cause));
  }

  private static Revoking undoing(Revoking state, Undoing undoing, Instant now) {
    return new Revoking(undoing.cancellation(), undoing.ending(), state.since(), 0, now);
  }

  /// A confirmed subject by itself leaves nothing at the server that could be used.
  private static Terminal withoutCancelling(Issue issue, Revoking state) {
    return issue.accessTokens().isEmpty() ? state.ending() : new Failed(irrevocable());
  }

  private static Revoking cancelAt(Revoking state, Cancellation cancellation, Instant dueAt) {
    return new Revoking(cancellation, state.ending(), state.since(), 0, dueAt);
  }

  private Decision again(
      Grant grant,
      Revoking state,
      GrantError error,
      @Nullable Duration retryAfter,
      Instant now,
      double jitter) {
    var delay = AnswerDecisions.delay(backoff, state.attempts(), jitter, retryAfter);
    var dueAt = Moves.after(now, delay, state.since().plus(revocationLimit));
    var next =
        new Revoking(state.cancellation(), state.ending(), state.since(), state.attempts(), dueAt);
    return Moves.to(grant, next, Moves.causeOf(error));
  }

  private static GrantError irrevocable() {
    return GrantError.of(
        "revocation_failed",
        "A token was issued, and its authorization server gave neither a continuation nor a manage"
            + " URI to undo it.");
  }
}
