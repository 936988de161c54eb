package dev.grantflow.grant;

import dev.grantflow.grant.GrantEvent.GrantTokenRevoked;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Revoked;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What follows from an answer to the revocation of one token of several (RFC 9635 §6.2), which is
/// repeatable.
final class TokenRevocationDecisions {

  private final Backoff backoff;
  private final Duration revocationLimit;

  TokenRevocationDecisions(Backoff backoff, Duration revocationLimit) {
    this.backoff = backoff;
    this.revocationLimit = revocationLimit;
  }

  Decision decide(Grant grant, RevokingToken state, Answer answer, Instant now, double jitter) {
    return switch (answer) {
      case Answer.Gone _ -> gone(grant, state, now);
      case Answer.Refused(var error) -> again(grant, state, error, null, now, jitter);
      case Answer.Unknown(var error) -> again(grant, state, error, null, now, jitter);
      case Answer.NotNow(var error, var retryAfter) ->
          again(grant, state, error, retryAfter, now, jitter);
      case Answer.InteractionRequired _, Answer.InteractionToPoll _ -> AnswerDecisions.straggler();
      case Answer.Unusable _, Answer.StillPending _ -> AnswerDecisions.straggler();
      case Answer.Issued _, Answer.Denied _, Answer.Rotated _ -> AnswerDecisions.straggler();
    };
  }

  /// With its last token a grant ends too.
  private static Decision gone(Grant grant, RevokingToken state, Instant now) {
    var held = state.held();
    var reason = removal(state).reason();
    var rest = new ArrayList<>(held.issue().accessTokens());
    var label = rest.remove(state.place()).label();
    var subject = held.issue().subject();
    var continuation = held.continuation();
    var told = new GrantTokenRevoked(label, reason);
    if (!rest.isEmpty() || subject != null) {
      var next =
          new Finalized(
              new Issue(rest, subject), continuation, held.upkeep().without(state.place()));
      return Moves.to(grant, next, "token revoked", told);
    }
    if (continuation == null) {
      return Moves.end(grant, new Revoked(reason), "last token revoked");
    }
    var cancellation = new Cancellation.OfGrant(continuation);
    var next = new Revoking(cancellation, new Revoked(reason), now, 0, now);
    return Moves.to(grant, next, "last token revoked", told);
  }

  private Decision again(
      Grant grant,
      RevokingToken state,
      GrantError error,
      @Nullable Duration retryAfter,
      Instant now,
      double jitter) {
    var removal = removal(state);
    var delay = AnswerDecisions.delay(backoff, removal.attempts(), jitter, retryAfter);
    var dueAt = Moves.after(now, delay, removal.since().plus(revocationLimit));
    var upkeep = state.held().upkeep(state.place());
    var next = upkeep.removing(removal.again(removal.attempts(), dueAt));
    return Moves.to(grant, state.held().with(state.place(), next), Moves.causeOf(error));
  }

  private static TokenUpkeep.Removal removal(RevokingToken state) {
    return Objects.requireNonNull(state.held().upkeep(state.place()).removal(), "removal");
  }
}
