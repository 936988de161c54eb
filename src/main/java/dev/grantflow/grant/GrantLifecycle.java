package dev.grantflow.grant;

import dev.grantflow.grant.Decision.Refuse;
import dev.grantflow.grant.Decision.Stay;
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
import org.jspecify.annotations.Nullable;

/// The one place that decides what becomes of a grant: a pure and total function of its state and
/// of what happened. Whoever calls it commits the result.
public final class GrantLifecycle {

  private final DueDecisions due;
  private final AnswerDecisions answers;

  /// @param backoff between repeated calls
  /// @param revocationLimit how long a cancellation that the server does not confirm is retried
  ///   before the grant fails with `revocation_failed`
  /// @param rules of the rotation of tokens
  public GrantLifecycle(Backoff backoff, Duration revocationLimit, UpkeepRules rules) {
    var renewal = new RenewalDecisions(backoff, revocationLimit, rules);
    this.due = new DueDecisions(revocationLimit, renewal);
    this.answers = new AnswerDecisions(backoff, revocationLimit, rules, renewal);
  }

  /// @param now the present
  /// @param jitter 0 (inclusive) to 1 (exclusive), random
  public Decision decide(Grant grant, Input input, Instant now, double jitter) {
    return switch (input) {
      case Input.Due(var leaseEnd) -> due.decide(grant, now, leaseEnd);
      case Input.Answered(var answer) -> answers.decide(grant, answer, now, jitter);
      case Input.CallbackVerified(var interactRef) -> onCallback(grant, interactRef, now);
      case Input.DenialHinted(var result) -> onDenialHint(grant, result, now);
      case Input.Revoke(var reason) -> onRevoke(grant, reason, now);
      case Input.RotateToken wish -> TokenCommandDecisions.rotate(grant, wish, now);
      case Input.RevokeToken wish ->
          TokenCommandDecisions.revoke(grant, wish, now, it -> onRevoke(it, wish.reason(), now));
      case Input.Retry() -> RetryDecisions.decide(grant, now);
    };
  }

  private static Decision onCallback(Grant grant, Secret interactRef, Instant now) {
    return switch (grant.state()) {
      case Pending(_, var continuation, _) -> {
        var dueAt = Moves.earlier(Moves.later(now, continuation.notBefore()), grant.expiresAt());
        var approved = new Approved(continuation, interactRef, 0, null, dueAt);
        yield Moves.to(grant, approved, "callback");
      }
      case Requested _, Requesting _, Polling _ -> new Stay("no callback is expected");
      case Approved _, Continuing _, Finalized _ -> new Stay("the callback came before");
      case Rotating _, RevokingToken _ -> new Stay("the callback came before");
      case Retiring _, Renewable _, Renewing _ -> new Stay("no callback is expected");
      case Revoking _, Rejected _, Expired _, Failed _, Revoked _ -> new Stay("the grant is over");
    };
  }

  private static Decision onDenialHint(Grant grant, String result, Instant now) {
    return switch (grant.state()) {
      case Pending(_, var continuation, _) -> {
        var ending = new Rejected(denial(result));
        var cancellation = new Cancellation.OfGrant(continuation);
        yield Moves.to(grant, new Revoking(cancellation, ending, now, 0, now), "denial hint");
      }
      case Requested _, Requesting _, Polling _ -> new Stay("no callback is expected");
      case Approved _, Continuing _, Finalized _ -> new Stay("an approval was verified before");
      case Rotating _, RevokingToken _ -> new Stay("an approval was verified before");
      case Retiring _, Renewable _, Renewing _ -> new Stay("no callback is expected");
      case Revoking _, Rejected _, Expired _, Failed _, Revoked _ -> new Stay("the grant is over");
    };
  }

  /// The hint is text from an unauthenticated visitor: only a plain word of it goes into an event,
  /// and it is the code only where RFC 9635 §3.6 has that word. An interaction that ran out is not
  /// told as a denial.
  private static GrantError denial(String result) {
    var said = Moves.plain(result, "no");
    var code =
        switch (said) {
          case "invalid_interaction", "unknown_interaction", "request_denied" -> said;
          case String _ -> "user_denied";
        };
    return GrantError.of(code, "The finish callback said " + said + "; cancelled at the server.");
  }

  private static Decision onRevoke(Grant grant, @Nullable String reason, Instant now) {
    var ending = new Revoked(reason);
    return switch (grant.state()) {
      case Requested _, Renewable _ -> Moves.end(grant, ending, "revoke");
      case Requesting(_, _, var leaseEnd) ->
          revoking(grant, new Cancellation.OfUnansweredRequest(), ending, now, leaseEnd);
      case Renewing(_, _, _, var leaseEnd) ->
          revoking(grant, new Cancellation.OfUnansweredRequest(), ending, now, leaseEnd);
      case Retiring(var continuation, _, var since, var attempts, var dueAt) ->
          Moves.to(
              grant,
              new Revoking(new Cancellation.OfGrant(continuation), ending, since, attempts, dueAt),
              "revoke");
      case Continuing(var continuation, _, _, var leaseEnd) ->
          revoking(
              grant,
              new Cancellation.OfUnansweredContinuation(continuation),
              ending,
              now,
              leaseEnd);
      case Pending(_, var continuation, _) -> cancel(grant, continuation, ending, now);
      case Polling(var continuation, _, _, _) -> cancel(grant, continuation, ending, now);
      case Approved(var continuation, _, _, _, _) -> cancel(grant, continuation, ending, now);
      case Finalized held -> undo(grant, held, ending, now);
      case RevokingToken(var held, _, _) -> undo(grant, held, ending, now);
      case Rotating(var held, var place, var leaseEnd) ->
          revoking(
              grant, new Cancellation.OfUnansweredRotation(held, place), ending, now, leaseEnd);
      case Revoking(_, Revoked _, _, _, _) -> new Stay("it is being revoked already");
      case Revoking(_, var partial, _, _, _) when Undoing.isPartial(partial) ->
          new Stay("it is being revoked already");
      case Revoking(var cancellation, var _, var since, var attempts, var dueAt) ->
          Moves.to(grant, new Revoking(cancellation, ending, since, attempts, dueAt), "revoke");
      case Revoked _ -> new Stay("it was revoked before");
      case Rejected _, Expired _, Failed _ ->
          new Refuse(
              new Problem(
                  "grantId",
                  "The grant is %s already and holds nothing that could be revoked."
                      .formatted(grant.state().status())));
    };
  }

  private static Decision undo(Grant grant, Finalized held, Revoked ending, Instant now) {
    return Undoing.of(held, ending)
        .map(it -> revoking(grant, it.cancellation(), it.ending(), now, now))
        .orElseGet(
            () ->
                new Refuse(
                    new Problem(
                        "grantId",
                        "This grant cannot be revoked: its authorization server gave neither a"
                            + " continuation nor a manage URI. Its tokens end by themselves.")));
  }

  private static Decision cancel(Grant grant, Continuation at, Revoked ending, Instant now) {
    return revoking(grant, new Cancellation.OfGrant(at), ending, now, now);
  }

  private static Decision revoking(
      Grant grant, Cancellation cancellation, Terminal ending, Instant now, Instant dueAt) {
    return Moves.to(grant, new Revoking(cancellation, ending, now, 0, dueAt), "revoke");
  }
}
