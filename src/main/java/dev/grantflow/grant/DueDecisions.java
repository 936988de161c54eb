package dev.grantflow.grant;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.Cancellation.OfUnansweredRequest;
import dev.grantflow.grant.Cancellation.OfUnansweredRotation;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.Decision.Transition;
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
import java.time.Duration;
import java.time.Instant;

/// What follows when a grant's time has come: an intent to call, a deadline, or the discovery that
/// the replica which held the lease never came back.
final class DueDecisions {

  static final GrantError UNANSWERED =
      GrantError.of(
          "outcome_unknown",
          "The continuation may have been processed, but its answer was lost; the grant was"
              + " cancelled at the server.");

  private final Duration revocationLimit;
  private final TokenDueDecisions tokens;
  private final RenewalDecisions renewal;

  DueDecisions(Duration revocationLimit, RenewalDecisions renewal) {
    this.revocationLimit = revocationLimit;
    this.tokens = new TokenDueDecisions(revocationLimit, renewal);
    this.renewal = renewal;
  }

  Decision decide(Grant grant, Instant now, Instant leaseEnd) {
    if (grant.state().due().filter(now::isBefore).isPresent()) {
      return new Stay("nothing is due yet");
    }
    var late = grant.isPastDeadline(now);
    return switch (grant.state()) {
      case Requested(_, var lastError, _) when late ->
          Moves.end(grant, Moves.atDeadline(lastError), "deadline");
      case Requested(var attempts, var lastError, _) ->
          fly(grant, new Requesting(attempts + 1, lastError, leaseEnd), "due");
      case Requesting(_, var lastError, _) when late ->
          Moves.end(grant, Moves.atDeadline(lastError), "deadline");
      case Requesting(var attempts, var lastError, _) ->
          fly(grant, new Requesting(attempts + 1, lastError, leaseEnd), "lease ran out");
      case Pending(_, var continuation, _) ->
          cancel(grant, continuation, new Expired(), now, leaseEnd, "deadline");
      case Polling(var continuation, _, var lastError, _) when late ->
          cancel(grant, continuation, Moves.atDeadline(lastError), now, leaseEnd, "deadline");
      case Polling(var continuation, var attempts, _, _) ->
          fly(grant, new Continuing(continuation, null, attempts + 1, leaseEnd), "due");
      case Approved(var continuation, _, _, var lastError, _) when late ->
          cancel(grant, continuation, Moves.atDeadline(lastError), now, leaseEnd, "deadline");
      case Approved(var continuation, var interactRef, var attempts, _, _) ->
          fly(grant, new Continuing(continuation, interactRef, attempts + 1, leaseEnd), "due");
      case Continuing(var continuation, _, _, _) ->
          cancel(grant, continuation, new Failed(UNANSWERED), now, leaseEnd, "lease ran out");
      case Retiring state -> renewal.onRetiringDue(grant, state, now, leaseEnd);
      case Renewable state -> RenewalDecisions.onRequestDue(grant, state, now, leaseEnd);
      case Renewing state -> RenewalDecisions.onRenewingDue(grant, state, now, leaseEnd);
      case Revoking revoking -> onRevoking(grant, revoking, now, leaseEnd);
      case Finalized held -> tokens.decide(grant, held, now, leaseEnd);
      case Rotating rotating -> tokens.rotateAgain(grant, rotating, now, leaseEnd);
      case RevokingToken revoking -> tokens.revokeAgain(grant, revoking, now, leaseEnd);
      case Rejected _, Expired _, Failed _, Revoked _ -> new Stay("nothing is due");
    };
  }

  /// However long nobody came by, a grant is not given up before its cancellation was tried.
  private Decision onRevoking(Grant grant, Revoking revoking, Instant now, Instant leaseEnd) {
    var tried = revoking.attempts() > 0;
    if (tried && !now.isBefore(revoking.since().plus(revocationLimit))) {
      return Moves.end(grant, new Failed(unconfirmed(revoking.attempts())), "revocation limit");
    }
    return switch (revoking.cancellation()) {
      case OfGrant _, OfTokens _ -> cancelAgain(grant, revoking, revoking.cancellation(), leaseEnd);
      case OfUnansweredContinuation(var continuation) ->
          cancelAgain(grant, revoking, new OfGrant(continuation), leaseEnd);
      case OfUnansweredRotation(var held, var place) ->
          cancelRotated(
              grant, revoking, held.with(place, held.upkeep(place).withoutAnswer()), leaseEnd);
      case OfUnansweredRequest _ -> Moves.end(grant, revoking.ending(), "lease ran out");
    };
  }

  private static Transition cancel(
      Grant grant, Continuation at, Terminal ending, Instant now, Instant leaseEnd, String cause) {
    return fly(grant, new Revoking(new OfGrant(at), ending, now, 1, leaseEnd), cause);
  }

  private static Decision cancelRotated(
      Grant grant, Revoking revoking, Finalized held, Instant leaseEnd) {
    return Undoing.of(held, revoking.ending())
        .<Decision>map(
            it ->
                fly(
                    grant,
                    new Revoking(it.cancellation(), it.ending(), revoking.since(), 1, leaseEnd),
                    "due"))
        .orElseGet(() -> Moves.end(grant, new Failed(unconfirmed(0)), "lease ran out"));
  }

  private static Transition cancelAgain(
      Grant grant, Revoking revoking, Cancellation cancellation, Instant leaseEnd) {
    var next =
        new Revoking(
            cancellation, revoking.ending(), revoking.since(), revoking.attempts() + 1, leaseEnd);
    return fly(grant, next, "due");
  }

  private static Transition fly(Grant grant, GrantState intent, String cause) {
    return Moves.to(grant.claimed(), intent, cause);
  }

  static GrantError unconfirmed(int attempts) {
    return GrantError.of(
        "revocation_failed",
        "The authorization server has not confirmed the cancellation in %d attempts; the grant, or part of it, may live on there."
            .formatted(attempts));
  }
}
