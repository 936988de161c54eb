package dev.grantflow.sandbox.audit;

/// What a resource owner was shown or has approved has a grant behind it that is not over.
final class LiveGrantsAreHeld implements Invariant {

  @Override
  public String sentence() {
    return "no live grant that nobody holds";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var known : evidence.cases().values()) {
      var excuses = new Excuses(known);
      var held = known.heldTokens();
      var spared = 0;
      for (var grant : known.atServer()) {
        var wanted = known.row() != null && !known.isTerminal();
        if (!grant.isAlive() || grant.holdsAny(held)) {
          tally.check(true, () -> "");
        } else if (wanted && !known.isIn("FINALIZED") && !grant.isUntouched() && spared++ == 0) {
          tally.check(true, () -> "");
        } else if (wanted && known.isIn("FINALIZED") && grant.tokens().isEmpty() && spared++ == 0) {
          tally.check(true, () -> "");
        } else {
          excuses
              .of(grant)
              .ifPresentOrElse(
                  tally::allow,
                  () ->
                      tally.check(
                          false,
                          () -> "%s lives, and %s does not hold it".formatted(grant, known.row())));
        }
      }
    }
  }
}
