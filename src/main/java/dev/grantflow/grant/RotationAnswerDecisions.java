package dev.grantflow.grant;

import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.GrantEvent.GrantTokenChangeFailed;
import dev.grantflow.grant.GrantEvent.GrantTokenExpired;
import dev.grantflow.grant.GrantEvent.GrantTokenRotated;
import dev.grantflow.grant.GrantEvent.RotationTrigger;
import dev.grantflow.grant.GrantEvent.TokenChange;
import dev.grantflow.grant.GrantState.Rotating;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What follows from an answer to the rotation of a token (RFC 9635 §6.1).
final class RotationAnswerDecisions {

  /// For a token that never expires, or has: otherwise its expiry ends the tries.
  private static final int ATTEMPTS_MAX = 20;

  private final Backoff backoff;
  private final UpkeepRules rules;
  private final RenewalDecisions renewal;

  RotationAnswerDecisions(Backoff backoff, UpkeepRules rules, RenewalDecisions renewal) {
    this.backoff = backoff;
    this.rules = rules;
    this.renewal = renewal;
  }

  /// An unknown outcome waits for the lease to end: the call may still be at work in the server,
  /// and of two rotations at a time one kills the other's token.
  Decision decide(Grant grant, Rotating state, Answer answer, Instant now, double jitter) {
    return switch (answer) {
      case Answer.Rotated(var token) -> rotated(grant, state, token, now, jitter);
      case Answer.NotNow(var error, var retryAfter) when error.isOfPause() ->
          paused(grant, state, error, now, jitter, retryAfter);
      case Answer.NotNow(var error, var retryAfter) ->
          again(grant, state, error, now, jitter, retryAfter);
      case Answer.Refused(var error) -> refused(grant, state, error, now, jitter);
      case Answer.Unknown _ -> new Stay("unanswered; tried again when the lease is over");
      case Answer.InteractionRequired _, Answer.InteractionToPoll _ -> AnswerDecisions.straggler();
      case Answer.Unusable(var error, _, _) ->
          TokenDueDecisions.unusable(grant, state.held(), state.place(), error, now);
      case Answer.StillPending _ -> AnswerDecisions.straggler();
      case Answer.Issued _, Answer.Denied _, Answer.Gone _ -> AnswerDecisions.straggler();
    };
  }

  private Decision rotated(
      Grant grant, Rotating state, AccessToken came, Instant now, double jitter) {
    var upkeep = state.held().upkeep(state.place());
    var token = came.labelledAs(state.token());
    var next =
        rules
            .of(token, upkeep.version() + 1, grant.keepFresh(), now, jitter)
            .removing(upkeep.removal());
    var trigger = upkeep.asked() ? RotationTrigger.REQUEST : RotationTrigger.EXPIRY;
    return Moves.to(
        grant,
        state.held().with(state.place(), token, next),
        "rotated",
        new GrantTokenRotated(token, next.version(), trigger));
  }

  /// What the server did not say itself, that nothing may be sent for instance, may change.
  private Decision refused(
      Grant grant, Rotating state, GrantError error, Instant now, double jitter) {
    if (error.httpStatus() == null) {
      return again(grant, state, error, now, jitter, rules.coolDown());
    }
    var held = state.held();
    var upkeep = held.upkeep(state.place());
    if (upkeep.unanswered()) {
      return TokenDueDecisions.lost(grant, held, now, "rotated token is lost");
    }
    return isDead(error) ? dead(grant, state, error, now) : giveUp(grant, state, error);
  }

  private Decision dead(Grant grant, Rotating state, GrantError error, Instant now) {
    var held = state.held();
    var upkeep = held.upkeep(state.place());
    var token = state.token();
    var told = new GrantTokenExpired(token.label(), upkeep.version(), token.expiresAt(), error);
    return RenewalDecisions.isRenewed(grant, held)
        ? renewal.begin(grant, held, now, 0, now, "token is dead", told)
        : Moves.to(grant, held.with(state.place(), upkeep.expired()), "token is dead", told);
  }

  private Decision again(
      Grant grant,
      Rotating state,
      GrantError error,
      Instant now,
      double jitter,
      @Nullable Duration retryAfter) {
    var held = state.held();
    var upkeep = held.upkeep(state.place());
    var failures = upkeep.attempts() + 1;
    if (upkeep.expiryDueAt() == null && failures >= ATTEMPTS_MAX) {
      return upkeep.unanswered()
          ? TokenDueDecisions.lost(grant, held, now, "rotated token is lost")
          : giveUp(grant, state, error);
    }
    var delay = AnswerDecisions.delay(backoff, failures, jitter, retryAfter);
    var pause = rules.pause(failures, jitter);
    var longer = delay.compareTo(pause) > 0 ? delay : pause;
    var nextTry = next(upkeep, now, longer);
    return Moves.to(grant, held.with(state.place(), upkeep.failed(nextTry)), Moves.causeOf(error));
  }

  /// An operator's pause tells nothing of the server, so no length of it gives the rotation up; but
  /// it does not stop the token's life. A rotation that was never tried goes before the word that
  /// the token has expired: once it has, being held back counts, or that word would never come.
  private Decision paused(
      Grant grant,
      Rotating state,
      GrantError error,
      Instant now,
      double jitter,
      @Nullable Duration retryAfter) {
    var upkeep = state.held().upkeep(state.place());
    var delay = AnswerDecisions.delay(backoff, 0, jitter, retryAfter);
    var nextTry = next(upkeep, now, delay);
    var next = upkeep.isExpiryDue(now) ? upkeep.failed(nextTry) : upkeep.putOff(nextTry);
    return Moves.to(grant, state.held().with(state.place(), next), Moves.causeOf(error));
  }

  /// The token stays as it was, and ends by itself.
  private static Decision giveUp(Grant grant, Rotating state, GrantError error) {
    var held = state.held();
    var upkeep = held.upkeep(state.place());
    return Moves.to(
        grant,
        held.with(state.place(), upkeep.withoutRotation()),
        "rotation given up",
        new GrantTokenChangeFailed(state.token().label(), TokenChange.ROTATION, error));
  }

  private static Instant next(TokenUpkeep upkeep, Instant now, Duration delay) {
    var expiry = upkeep.expiryDueAt();
    return expiry == null ? after(now, delay) : Moves.after(now, delay, expiry);
  }

  /// However long a wait a server asks for.
  private static Instant after(Instant now, Duration delay) {
    return Moves.after(now, delay, now.plus(Duration.ofDays(1)));
  }

  /// `invalid_rotation` leaves the token as it was, and `invalid_client` says that our key is not
  /// accepted, unless the description says that it is the token.
  private static boolean isDead(GrantError error) {
    return switch (error.code()) {
      case "invalid_client" -> error.isOfUnknownToken();
      case "invalid_continuation" -> true;
      case "invalid_rotation" -> false;
      case String _ ->
          error.httpStatus() != null && (error.httpStatus() == 404 || error.httpStatus() == 410);
    };
  }
}
