package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.authserver.Point;

/// One grant never gets two tokens, but for one more with each time that it was requested anew, and
/// for what an unanswered request has left unseen, or an answer that came too late has left and was
/// undone.
final class OneTokenEach implements Invariant {

  @Override
  public String sentence() {
    return "one grant never got two tokens";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var known : evidence.cases().values()) {
      var told = known.toldTokens();
      var minted =
          known.atServer().stream()
              .filter(grant -> !grant.isUntouched() || grant.holdsAny(told))
              .filter(grant -> !grant.isUnseen(told) || !grant.liveTokens().isEmpty())
              .flatMap(grant -> grant.tokens().stream())
              .filter(token -> token.mintedBy() != Point.ROTATE)
              .count();
      tally.check(
          minted <= 1 + known.renewals(),
          () -> "%s got %d tokens".formatted(known.grantId(), minted));
    }
  }
}
