package dev.grantflow.grant;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.GrantEvent.GrantTokenExpired;
import dev.grantflow.grant.GrantEvent.GrantTokenRotated;
import dev.grantflow.grant.GrantEvent.RotationTrigger;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoking;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What follows once the only token of a grant is dead that is requested anew: first what is left
/// at the server is cancelled, then a grant request is made by the rules of the first one. Nobody
/// can be asked then, so the server must issue at once.
final class RenewalDecisions {

  private static final String CODE = "renewal_undecided";

  private static final GrantError UNDECIDED =
      GrantError.of(
          CODE,
          "The grant was requested anew once its token was dead, and the authorization server wants"
              + " somebody to decide on it, whom nobody can ask then; what it began was cancelled"
              + " there. Request a new grant with interact.");

  private static final GrantError NOT_ONE_TOKEN =
      GrantError.of(
          CODE,
          "The grant was requested anew once its token was dead, and the authorization server"
              + " issued something else than one access token alone, which is told to nobody; what"
              + " could be cancelled of it was cancelled there. Request a new grant.");

  private final Backoff backoff;
  private final Duration revocationLimit;
  private final UpkeepRules rules;

  RenewalDecisions(Backoff backoff, Duration revocationLimit, UpkeepRules rules) {
    this.backoff = backoff;
    this.revocationLimit = revocationLimit;
    this.rules = rules;
  }

  /// Only by the one token that is told by itself, one event telling one change, and not while a
  /// service wants that token revoked.
  static boolean isRenewed(Grant grant, Finalized held) {
    return grant.renewWithin() != null
        && held.issue().accessTokens().size() == 1
        && held.issue().subject() == null
        && held.upkeep(0).removal() == null;
  }

  /// The first step, which an answer or the look at the clock brings with the word that the token
  /// is dead.
  ///
  /// @param attempts 1 where a claim announces the cancellation by it
  /// @param dueAt of that cancellation
  Decision begin(
      Grant grant,
      Finalized held,
      Instant now,
      int attempts,
      Instant dueAt,
      String cause,
      GrantTokenExpired told) {
    var continuation = held.continuation();
    var version = held.upkeep(0).version();
    return continuation == null
        ? request(grant, version, now, cause, told)
        : Moves.to(grant, new Retiring(continuation, version, now, attempts, dueAt), cause, told);
  }

  /// However short the lives of its tokens, a grant is requested anew once per `coolDown` at most.
  private Decision request(
      Grant grant, int version, Instant now, String cause, GrantEvent.OfGrant... events) {
    var within = Objects.requireNonNull(grant.renewWithin(), "renewWithin");
    var latest = grant.expiresAt().minus(within);
    var dueAt = Moves.later(now, latest.plus(rules.coolDown()));
    return Moves.to(
        grant.decidedBy(dueAt.plus(within)), new Renewable(version, 0, null, dueAt), cause, events);
  }

  Decision onRetiringDue(Grant grant, Retiring state, Instant now, Instant leaseEnd) {
    if (state.attempts() > 0 && !now.isBefore(state.since().plus(revocationLimit))) {
      return Moves.end(
          grant, new Failed(DueDecisions.unconfirmed(state.attempts())), "revocation limit");
    }
    return Moves.to(grant.claimed(), again(state, state.attempts() + 1, leaseEnd), "due");
  }

  static Decision onRequestDue(Grant grant, Renewable state, Instant now, Instant leaseEnd) {
    return request(
        grant, state.tokenVersion(), state.attempts(), state.lastError(), now, leaseEnd, "due");
  }

  /// The lease ran out: whatever the request brought was shown to nobody.
  static Decision onRenewingDue(Grant grant, Renewing state, Instant now, Instant leaseEnd) {
    return request(
        grant,
        state.tokenVersion(),
        state.attempts(),
        state.lastError(),
        now,
        leaseEnd,
        "lease ran out");
  }

  private static Decision request(
      Grant grant,
      int version,
      int attempts,
      @Nullable GrantError lastError,
      Instant now,
      Instant leaseEnd,
      String cause) {
    return grant.isPastDeadline(now)
        ? Moves.end(grant, Moves.atDeadline(lastError), "deadline")
        : Moves.to(
            grant.claimed(), new Renewing(version, attempts + 1, lastError, leaseEnd), cause);
  }

  /// Before the first attempt no cancellation is in flight.
  Decision onRetiring(Grant grant, Retiring state, Answer answer, Instant now, double jitter) {
    if (state.attempts() == 0) {
      return AnswerDecisions.straggler();
    }
    return switch (answer) {
      case Answer.Gone _ -> request(grant, state.tokenVersion(), now, "cancelled");
      case Answer.Refused(var error) -> retireAgain(grant, state, error, null, now, jitter);
      case Answer.Unknown(var error) -> retireAgain(grant, state, error, null, now, jitter);
      case Answer.NotNow(var error, var retryAfter) ->
          retireAgain(grant, state, error, retryAfter, now, jitter);
      case Answer.InteractionRequired _, Answer.InteractionToPoll _ -> AnswerDecisions.straggler();
      case Answer.Unusable _, Answer.StillPending _ -> AnswerDecisions.straggler();
      case Answer.Issued _, Answer.Denied _, Answer.Rotated _ -> AnswerDecisions.straggler();
    };
  }

  private Decision retireAgain(
      Grant grant,
      Retiring state,
      GrantError error,
      @Nullable Duration retryAfter,
      Instant now,
      double jitter) {
    var delay = AnswerDecisions.delay(backoff, state.attempts(), jitter, retryAfter);
    var dueAt = Moves.after(now, delay, state.since().plus(revocationLimit));
    return Moves.to(grant, again(state, state.attempts(), dueAt), Moves.causeOf(error));
  }

  private static Retiring again(Retiring state, int attempts, Instant dueAt) {
    return new Retiring(state.continuation(), state.tokenVersion(), state.since(), attempts, dueAt);
  }

  Decision onRenewing(Grant grant, Renewing state, Answer answer, Instant now, double jitter) {
    return switch (answer) {
      case Answer.Issued(var issue, var continuation, var endpoint) ->
          issued(AnswerDecisions.at(grant, endpoint), state, issue, continuation, now, jitter);
      case Answer.InteractionRequired(var interaction, _, var continuation) ->
          undecided(AnswerDecisions.at(grant, interaction.grantEndpoint()), continuation, now);
      case Answer.InteractionToPoll(_, var continuation, var endpoint) ->
          undecided(AnswerDecisions.at(grant, endpoint), continuation, now);
      case Answer.StillPending(var continuation, var endpoint) ->
          undecided(AnswerDecisions.at(grant, endpoint), continuation, now);
      case Answer.Unusable unusable ->
          Undoing.unusable(grant, unusable, new Failed(unusable.error()), now, now);
      case Answer.Denied(var error) -> Moves.end(grant, new Rejected(error), "denied");
      case Answer.Refused(var error) -> Moves.end(grant, new Failed(error), "refused");
      case Answer.NotNow(var error, var retryAfter) when error.isOfPause() ->
          requestAgain(
              grant,
              state.tokenVersion(),
              AnswerDecisions.attemptsBefore(state.attempts()),
              error,
              AnswerDecisions.delay(backoff, 0, jitter, retryAfter),
              now);
      case Answer.NotNow(var error, var retryAfter) ->
          requestAgain(grant, state, error, retryAfter, now, jitter);
      case Answer.Unknown(var error) -> requestAgain(grant, state, error, null, now, jitter);
      case Answer.Gone _, Answer.Rotated _ -> AnswerDecisions.straggler();
    };
  }

  private Decision issued(
      Grant grant,
      Renewing state,
      Issue issue,
      @Nullable Continuation continuation,
      Instant now,
      double jitter) {
    if (issue.accessTokens().size() != 1 || issue.subject() != null) {
      return Undoing.of(issue, continuation, new Failed(NOT_ONE_TOKEN))
          .map(it -> it.because(NOT_ONE_TOKEN))
          .<Decision>map(
              it ->
                  Moves.to(
                      grant,
                      new Revoking(it.cancellation(), it.ending(), now, 0, now),
                      "other than one token"))
          .orElseGet(
              () ->
                  Moves.end(
                      grant, Undoing.ofNothing(issue, NOT_ONE_TOKEN), "other than one token"));
    }
    var token = issue.accessTokens().getFirst();
    var version = state.tokenVersion() + 1;
    var upkeep = rules.of(token, version, grant.keepFresh(), now, jitter);
    return Moves.to(
        grant,
        new Finalized(issue, continuation, new Upkeep(List.of(upkeep))),
        "issued",
        new GrantTokenRotated(token, version, RotationTrigger.RENEWED));
  }

  private static Decision undecided(Grant grant, Continuation continuation, Instant now) {
    return Moves.to(
        grant,
        new Revoking(new OfGrant(continuation), new Failed(UNDECIDED), now, 0, now),
        "interaction required");
  }

  private Decision requestAgain(
      Grant grant,
      Renewing state,
      GrantError error,
      @Nullable Duration retryAfter,
      Instant now,
      double jitter) {
    var delay = AnswerDecisions.delay(backoff, state.attempts(), jitter, retryAfter);
    return requestAgain(grant, state.tokenVersion(), state.attempts(), error, delay, now);
  }

  private static Decision requestAgain(
      Grant grant, int version, int attempts, GrantError error, Duration delay, Instant now) {
    var dueAt = Moves.after(now, delay, grant.expiresAt());
    return Moves.to(grant, new Renewable(version, attempts, error, dueAt), Moves.causeOf(error));
  }
}
