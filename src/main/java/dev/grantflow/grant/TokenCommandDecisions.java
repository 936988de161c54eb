package dev.grantflow.grant;

import dev.grantflow.grant.Decision.Refuse;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoked;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What follows when a service asks for something to be done with one token of a granted grant. It
/// is noted with the token and done when the engine comes by, after the call in flight.
final class TokenCommandDecisions {

  private TokenCommandDecisions() {}

  /// Where the token is dead and the grant is being requested anew, the wish is under way.
  static Decision rotate(Grant grant, Input.RotateToken wish, Instant now) {
    if (isRenewed(grant.state())) {
      return new Stay("it is being requested anew");
    }
    return onHeld(
        grant,
        wish.label(),
        (held, place) -> {
          var upkeep = held.upkeep(place);
          if (upkeep.removal() != null) {
            return refuse("grantId", "The token is being revoked. Request another grant.");
          }
          var version = wish.tokenVersion();
          if (version > upkeep.version()) {
            return refuse(
                "tokenVersion",
                "The token has not been rotated that often: it is at version %d. Give the tokenVersion of the event that brought it."
                    .formatted(upkeep.version()));
          }
          if (version < upkeep.version()) {
            return new Stay("it was rotated since");
          }
          return upkeep.asked() || isInFlight(grant.state(), place)
              ? new Stay("it is being rotated already")
              : noted(grant, held.with(place, upkeep.askedAt(now)), "rotation requested");
        });
  }

  /// @param whole what follows when the whole grant is revoked, which it is with its only token
  static Decision revoke(
      Grant grant, Input.RevokeToken wish, Instant now, Function<Grant, Decision> whole) {
    var present = Holding.of(grant.state());
    if (grant.state() instanceof Revoking || grant.state() instanceof Revoked) {
      return new Stay("the whole grant is revoked, or being revoked");
    }
    if (present != null && isOnly(present.issue(), wish.label())) {
      return whole.apply(grant);
    }
    if (isRenewed(grant.state())) {
      return wish.label() == null
          ? whole.apply(grant)
          : refuse(
              "label",
              "The only token is dead, and the grant is being requested anew. Revoke the whole"
                  + " grant with GrantRevokeRequested.");
    }
    return onHeld(
        grant,
        wish.label(),
        (held, place) -> {
          var upkeep = held.upkeep(place);
          if (upkeep.removal() != null) {
            return new Stay("it is being revoked already");
          }
          var removal = new TokenUpkeep.Removal(wish.reason(), now, 0, now);
          return noted(
              grant, held.with(place, upkeep.removing(removal)), "token revocation requested");
        });
  }

  /// A grant is so only while it has one token.
  private static boolean isRenewed(GrantState state) {
    return state instanceof Retiring || state instanceof Renewable || state instanceof Renewing;
  }

  private static boolean isOnly(Issue issue, @Nullable String label) {
    return issue.subject() == null
        && issue.accessTokens().size() == 1
        && (label == null || label.equals(issue.accessTokens().getFirst().label()));
  }

  private static boolean isInFlight(GrantState state, int place) {
    return state instanceof Rotating(_, var rotated, _) && rotated == place;
  }

  private static Decision onHeld(
      Grant grant, @Nullable String label, BiFunction<Finalized, Integer, Decision> then) {
    var held = Holding.of(grant.state());
    if (held == null) {
      return refuse(
          "grantId",
          "The grant is %s. Only a FINALIZED grant holds tokens with which something can be done."
              .formatted(grant.state().status()));
    }
    var tokens = held.issue().accessTokens();
    var places =
        IntStream.range(0, tokens.size())
            .filter(it -> label == null || label.equals(tokens.get(it).label()))
            .toArray();
    if (tokens.isEmpty()) {
      return refuse("grantId", "The grant holds no token: a subject alone was confirmed.");
    }
    if (places.length == 0) {
      return refuse(
          "label",
          "The grant holds no token of this label, or none any more. Use one that was asked for.");
    }
    if (places.length > 1) {
      return refuse("label", "The grant holds several such tokens. Name one by its label.");
    }
    return held.token(places[0]).manage() == null
        ? refuse(
            label == null ? "grantId" : "label",
            "The authorization server gave no manage URI with the token, so nothing can be done"
                + " with it by itself. Revoke the whole grant with GrantRevokeRequested, and"
                + " request another.")
        : then.apply(held, places[0]);
  }

  private static Decision noted(Grant grant, Finalized held, String cause) {
    var next =
        switch (grant.state()) {
          case Rotating(_, var place, var leaseEnd) -> new Rotating(held, place, leaseEnd);
          case RevokingToken(_, var place, var leaseEnd) ->
              new RevokingToken(held, place, leaseEnd);
          case GrantState _ -> held;
        };
    return Moves.to(grant, next, cause);
  }

  private static Decision refuse(String field, String message) {
    return new Refuse(new Problem(field, message));
  }
}
