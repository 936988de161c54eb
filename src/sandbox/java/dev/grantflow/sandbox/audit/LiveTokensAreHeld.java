package dev.grantflow.sandbox.audit;

import java.util.Set;

/// A live token that nobody holds is somebody's money in nobody's hands.
final class LiveTokensAreHeld implements Invariant {

  @Override
  public String sentence() {
    return "no live token that nobody holds, and none held that does not live";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var known : evidence.cases().values()) {
      var held = known.heldTokens();
      var excuses = new Excuses(known);
      for (var grant : known.atServer()) {
        checkLive(known, grant, held, excuses, tally);
      }
      if (known.isIn("FINALIZED")) {
        checkHeld(known, tally);
      }
    }
    for (var grant : evidence.books().grants()) {
      if (ServerGrant.owner(grant.entry().walletName()).isEmpty()) {
        tally.check(grant.liveTokens().isEmpty(), () -> grant + " has a live token");
      }
    }
  }

  private static void checkLive(
      Case known, ServerGrant grant, Set<String> held, Excuses excuses, Tally tally) {
    var unheld =
        grant.liveTokens().stream().filter(token -> !held.contains(token.fingerprint())).toList();
    if (unheld.isEmpty()) {
      tally.check(true, () -> "");
    } else {
      excuses
          .of(grant)
          .ifPresentOrElse(
              tally::allow,
              () ->
                  tally.check(
                      false,
                      () ->
                          "%s has the live token %s, and %s does not hold it"
                              .formatted(grant, unheld.getFirst().fingerprint(), known.row())));
    }
  }

  /// Of the last event only: a rotated token is no more.
  private static void checkHeld(Case known, Tally tally) {
    var last =
        known.ownEvents().stream().filter(LoggedEvent::mayHoldTokens).reduce((_, later) -> later);
    if (last.isEmpty()) {
      tally.check(false, () -> known.grantId() + " is FINALIZED and told nobody");
      return;
    }
    for (var fingerprint : last.get().tokens()) {
      var works =
          known.atServer().stream()
              .flatMap(grant -> grant.token(fingerprint).stream())
              .anyMatch(token -> !token.ended());
      tally.check(
          works, () -> "%s holds the token %s, which is dead".formatted(known.row(), fingerprint));
    }
  }
}
