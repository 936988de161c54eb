package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.authserver.Point;

/// A call that must not be repeated blindly is announced in the history before it is made, so a
/// server never sees more of them than there are announcements.
final class NoCallWithoutIntent implements Invariant {

  @Override
  public String sentence() {
    return "no call was made that was not announced";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var known : evidence.cases().values()) {
      check(known, "requests", known.requests().size(), "REQUESTING", tally);
      check(known, "continuations", count(known, Point.CONTINUE), "CONTINUING", tally);
      check(known, "cancellations", count(known, Point.CANCEL, Point.REVOKE), "REVOKING", tally);
    }
  }

  private static void check(Case known, String what, long calls, String intent, Tally tally) {
    var announced = known.changesInto(intent);
    tally.check(
        calls <= announced,
        () ->
            "%s: the server saw %d %s, %d were announced"
                .formatted(known.grantId(), calls, what, announced));
  }

  private static long count(Case known, Point first, Point... more) {
    return known.atServer().stream().mapToLong(grant -> grant.calls(first, more).size()).sum();
  }
}
