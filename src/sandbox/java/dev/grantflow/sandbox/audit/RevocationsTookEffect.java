package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.audit.SentCommands.Sent;

/// Who revokes is obeyed or told the truth.
final class RevocationsTookEffect implements Invariant {

  private static final String NO_WAY_TO = "cannot be revoked";

  @Override
  public String sentence() {
    return "every revocation was obeyed, refused, or failed with a code";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var sent : evidence.acknowledged()) {
      var known = evidence.cases().get(sent.grantId() == null ? "" : sent.grantId());
      if (sent.isRevocation() && known != null && known.row() != null) {
        check(sent, known, evidence, tally);
      }
    }
  }

  private static void check(Sent sent, Case known, Evidence evidence, Tally tally) {
    if (known.isIn("REVOKED")) {
      checkGone(known, tally);
    } else if (isRefusedRightly(sent, known, evidence)) {
      tally.allow("refused");
    } else if (known.isIn("FAILED") && !known.failure().isEmpty()) {
      tally.allow("failed with a code");
    } else {
      tally.check(false, () -> "%s, and it is %s".formatted(sent, known.row()));
    }
  }

  /// There was nothing left to revoke, or there is no way to. A grant that was unknown is revoked
  /// when its request comes, so that is no reason here.
  private static boolean isRefusedRightly(Sent sent, Case known, Evidence evidence) {
    var place = sent.place();
    var refusal = place == null ? null : evidence.rejections().get(place);
    return refusal != null
        && (known.isTerminal()
            || refusal.problems().stream().anyMatch(text -> text.contains(NO_WAY_TO)));
  }

  private static void checkGone(Case known, Tally tally) {
    var excuses = new Excuses(known);
    var left =
        known.atServer().stream()
            .filter(ServerGrant::isAlive)
            .filter(grant -> excuses.of(grant).isEmpty())
            .toList();
    tally.check(left.isEmpty(), () -> "%s is REVOKED, and %s lives".formatted(known.row(), left));
  }
}
