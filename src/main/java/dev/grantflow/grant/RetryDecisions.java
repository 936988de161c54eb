package dev.grantflow.grant;

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
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What follows from an operator's wish not to wait for the next try. Only a wait of our own making
/// is cut short: not a lease, since nobody knows what became of its call, and not what the server
/// has asked for (`wait`, `too_fast`, 429 and 503, whether or not it named a time).
final class RetryDecisions {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private static final String CAUSE = "retry";

  private RetryDecisions() {}

  static Decision decide(Grant grant, Instant now) {
    return switch (grant.state()) {
      case Requested(var attempts, var lastError, var dueAt) ->
          now.isBefore(dueAt) && !isServersWait(lastError)
              ? Moves.to(grant, new Requested(attempts, lastError, now), CAUSE)
              : waits(lastError);
      case Renewable(var version, var attempts, var lastError, var dueAt) ->
          now.isBefore(dueAt) && !isServersWait(lastError)
              ? Moves.to(grant, new Renewable(version, attempts, lastError, now), CAUSE)
              : waits(lastError);
      case Polling(var continuation, var attempts, var lastError, var dueAt) -> {
        var soonest = Moves.later(now, continuation.notBefore());
        yield soonest.isBefore(dueAt) && !isServersWait(lastError)
            ? Moves.to(grant, new Polling(continuation, attempts, lastError, soonest), CAUSE)
            : waits(lastError);
      }
      case Approved(var continuation, var interactRef, var attempts, var lastError, var dueAt) -> {
        var soonest = Moves.later(now, continuation.notBefore());
        yield soonest.isBefore(dueAt) && !isServersWait(lastError)
            ? Moves.to(
                grant, new Approved(continuation, interactRef, attempts, lastError, soonest), CAUSE)
            : waits(lastError);
      }
      case Requesting _, Renewing _, Continuing _, Rotating _, RevokingToken _ ->
          new Stay("A call is, or may be, under way; it is not repeated before its lease is over.");
      case Revoking _, Retiring _ ->
          new Stay("Its cancellation may be under way, and is repeated by itself.");
      case Pending _ -> new Stay("It waits for the resource owner; there is nothing to try again.");
      case Finalized _ -> new Stay("It is granted; there is nothing to try again.");
      case Rejected _, Expired _, Failed _, Revoked _ -> new Stay("The grant is over.");
    };
  }

  private static boolean isServersWait(@Nullable GrantError lastError) {
    return lastError != null
        && (lastError.code().equals("too_fast") || isOfWait(lastError.httpStatus()));
  }

  private static boolean isOfWait(@Nullable Integer httpStatus) {
    return httpStatus != null && (httpStatus == TOO_MANY_REQUESTS || httpStatus == UNAVAILABLE);
  }

  private static Stay waits(@Nullable GrantError lastError) {
    return new Stay(
        isServersWait(lastError)
            ? "The authorization server has asked not to be called for now; that is waited for."
            : "Its next step is due already, or as soon as the authorization server allows.");
  }
}
