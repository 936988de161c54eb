package dev.grantflow.grant;

import dev.grantflow.grant.GrantEvent.GrantTokenChangeFailed;
import dev.grantflow.grant.GrantEvent.GrantTokenExpired;
import dev.grantflow.grant.GrantEvent.TokenChange;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// What follows when something is due about a token that a grant holds. There is one call at a time
/// for one grant, and one event for one change.
final class TokenDueDecisions {

  private static final GrantError LOST =
      GrantError.of(
          "outcome_unknown",
          "The rotation of a token may have been processed, but its answer was lost, and the token"
              + " is refused; the grant was cancelled at the server.");

  /// A server that has said nothing so often, each time for as long as a lease, is not waited for.
  static final int UNANSWERED_MAX = 10;

  private static final GrantError UNMANAGED =
      GrantError.of(
          "revocation_failed",
          "The authorization server gave no manage URI with the token that came of its rotation.");

  private final Duration revocationLimit;
  private final RenewalDecisions renewal;

  TokenDueDecisions(Duration revocationLimit, RenewalDecisions renewal) {
    this.revocationLimit = revocationLimit;
    this.renewal = renewal;
  }

  /// A rotation that has not been tried yet goes before the word that the token has expired: after
  /// a long outage it is worth the try, since servers were seen to rotate expired tokens.
  Decision decide(Grant grant, Finalized held, Instant now, Instant leaseEnd) {
    var removal = first(held, it -> it.isRemovalDue(now));
    if (removal.isPresent()) {
      return remove(grant, held, removal.getAsInt(), now, leaseEnd);
    }
    var fresh = first(held, it -> it.isRotationDue(now) && it.attempts() == 0);
    if (fresh.isPresent()) {
      return rotate(grant, held, fresh.getAsInt(), leaseEnd, "due");
    }
    var expired = first(held, it -> it.isExpiryDue(now));
    if (expired.isPresent()) {
      return expire(grant, held, expired.getAsInt(), now, leaseEnd);
    }
    var again = first(held, it -> it.isRotationDue(now));
    return again.isPresent()
        ? rotate(grant, held, again.getAsInt(), leaseEnd, "due")
        : new Decision.Stay("nothing is due");
  }

  /// The lease ran out: the rotation may have been processed. It is tried again, since the server's
  /// answer to the old token tells: a fresh one, or that the old one is dead and the new one lost.
  Decision rotateAgain(Grant grant, Rotating state, Instant now, Instant leaseEnd) {
    var held = state.held();
    var place = state.place();
    var upkeep = held.upkeep(place);
    var isOver = upkeep.isExpiryDue(now) || upkeep.attempts() + 1 >= UNANSWERED_MAX;
    return upkeep.unanswered() && isOver
        ? lostAtClaim(grant, held, now, leaseEnd, "lease ran out")
        : rotate(grant, held.with(place, upkeep.withoutAnswer()), place, leaseEnd, "lease ran out");
  }

  Decision revokeAgain(Grant grant, RevokingToken state, Instant now, Instant leaseEnd) {
    return remove(grant, state.held(), state.place(), now, leaseEnd);
  }

  /// A new token may be live that nobody holds: only cancelling the grant cleans up.
  static Decision lost(Grant grant, Finalized held, Instant now, String cause) {
    return lost(grant, held, LOST, now, 0, now, cause);
  }

  /// A fresh token came that must not be used, and the old one is dead.
  static Decision unusable(Grant grant, Finalized held, int place, GrantError error, Instant now) {
    var left = held.with(place, held.upkeep(place).withoutAnswer());
    return lost(grant, left, error, now, 0, now, "unusable answer");
  }

  /// The same, with the cancellation announced by the claim.
  private static Decision lostAtClaim(
      Grant grant, Finalized held, Instant now, Instant leaseEnd, String cause) {
    return lost(grant.claimed(), held, LOST, now, 1, leaseEnd, cause);
  }

  private static Decision lost(
      Grant grant,
      Finalized held,
      GrantError error,
      Instant now,
      int attempts,
      Instant dueAt,
      String cause) {
    return Undoing.of(held, new Failed(error))
        .map(it -> error.equals(LOST) ? it : it.because(error))
        .map(
            it ->
                Moves.to(
                    grant,
                    new Revoking(it.cancellation(), it.ending(), now, attempts, dueAt),
                    cause))
        .orElseGet(() -> Moves.end(grant, new Failed(error), cause));
  }

  private static OptionalInt first(Finalized held, Predicate<TokenUpkeep> condition) {
    return IntStream.range(0, held.issue().accessTokens().size())
        .filter(place -> condition.test(held.upkeep(place)))
        .findFirst();
  }

  private static Decision rotate(
      Grant grant, Finalized held, int place, Instant leaseEnd, String cause) {
    return Moves.to(grant.claimed(), new Rotating(held, place, leaseEnd), cause);
  }

  private Decision remove(Grant grant, Finalized held, int place, Instant now, Instant leaseEnd) {
    var upkeep = held.upkeep(place);
    var removal = Objects.requireNonNull(upkeep.removal(), "removal");
    if (held.token(place).manage() == null) {
      return giveUpRemoval(grant, held, place, UNMANAGED);
    }
    if (removal.attempts() > 0 && !now.isBefore(removal.since().plus(revocationLimit))) {
      return giveUpRemoval(grant, held, place, unconfirmed(removal.attempts()));
    }
    var next = held.with(place, upkeep.removing(removal.again(removal.attempts() + 1, leaseEnd)));
    return Moves.to(grant.claimed(), new RevokingToken(next, place, leaseEnd), "due");
  }

  private static Decision giveUpRemoval(Grant grant, Finalized held, int place, GrantError error) {
    return Moves.to(
        grant.claimed(),
        held.with(place, held.upkeep(place).removing(null)),
        "token revocation given up",
        new GrantTokenChangeFailed(held.token(place).label(), TokenChange.REVOCATION, error));
  }

  private Decision expire(Grant grant, Finalized held, int place, Instant now, Instant leaseEnd) {
    var upkeep = held.upkeep(place);
    if (upkeep.unanswered()) {
      return lostAtClaim(grant, held, now, leaseEnd, "token expired");
    }
    var token = held.token(place);
    var told = new GrantTokenExpired(token.label(), upkeep.version(), token.expiresAt(), null);
    return RenewalDecisions.isRenewed(grant, held)
        ? renewal.begin(grant.claimed(), held, now, 1, leaseEnd, "token expired", told)
        : Moves.to(grant.claimed(), held.with(place, upkeep.expired()), "token expired", told);
  }

  private static GrantError unconfirmed(int attempts) {
    return GrantError.of(
        "revocation_failed",
        "The authorization server has not confirmed the revocation of the token in %d attempts; the token may live on."
            .formatted(attempts));
  }
}
