package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.authserver.Books.CallEntry;
import dev.grantflow.sandbox.authserver.Point;

/// A call that must not be repeated blindly is announced in the history before it is made, so a
/// server never sees more of them than there are announcements. A cancellation may be repeated, and
/// what an answer gave that came too late is undone without a word; but what the services were told
/// of is cancelled only after it was announced.
final class NoCallWithoutIntent implements Invariant {

  @Override
  public String sentence() {
    return "no call was made that was not announced";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var known : evidence.cases().values()) {
      checkRequests(known, tally);
      check(
          known,
          "continuations",
          count(known, Point.CONTINUE),
          known.changesInto("CONTINUING"),
          tally);
      check(known, "rotations", count(known, Point.ROTATE), known.changesInto("ROTATING"), tally);
      checkCancellations(known, tally);
    }
  }

  /// A request that was refused for what it said, which grants nothing, may be said once more in
  /// another way.
  private static void checkRequests(Case known, Tally tally) {
    var announced = known.announcedRequests();
    var calls = known.requests().size();
    var refused = known.requests().stream().filter(NoCallWithoutIntent::isInvalid).count();
    check(known, "requests", calls - refused, announced, tally);
    tally.check(
        calls <= 2 * announced,
        () ->
            "%s: the server saw %d requests, %d were announced"
                .formatted(known.grantId(), calls, announced));
  }

  private static boolean isInvalid(CallEntry call) {
    return call.status() == 400 && (call.code().isEmpty() || call.code().equals("invalid_request"));
  }

  private static void checkCancellations(Case known, Tally tally) {
    var announced =
        known.changesInto("REVOKING")
                + known.changesInto("REVOKING_TOKEN")
                + known.changesInto("RETIRING")
            > 0;
    for (var grant : known.atServer()) {
      var cancelled = !grant.calls(Point.CANCEL, Point.REVOKE).isEmpty();
      if (cancelled && grant.isUnseen(known.toldTokens())) {
        tally.note("undone because their answer came too late");
      } else {
        tally.check(
            !cancelled || announced,
            () -> "%s: a cancellation of %s was not announced".formatted(known.grantId(), grant));
      }
    }
  }

  private static void check(Case known, String what, long calls, long announced, Tally tally) {
    tally.check(
        calls <= announced,
        () ->
            "%s: the server saw %d %s, %d were announced"
                .formatted(known.grantId(), calls, what, announced));
  }

  private static long count(Case known, Point point) {
    return known.atServer().stream().mapToLong(grant -> grant.calls(point).size()).sum();
  }
}
