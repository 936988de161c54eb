package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.authserver.Behaviour;
import dev.grantflow.sandbox.authserver.Books.CallEntry;
import dev.grantflow.sandbox.authserver.Point;
import java.util.Optional;

/// Why something may live on at a server although nobody holds it. One for each case, since what
/// was unanswered can excuse only so many.
final class Excuses {

  private final Case known;
  private long orphansLeft;

  Excuses(Case known) {
    this.known = known;
    this.orphansLeft = known.unansweredRequests();
  }

  /// To be asked once for each grant.
  Optional<String> of(ServerGrant grant) {
    if (grant.isUntouched() && orphansLeft > 0) {
      orphansLeft--;
      return Optional.of("unseen orphans of unanswered requests");
    }
    if (isToldOfAndExplained(grant)) {
      return Optional.of("told of as revocation_failed");
    }
    if (isUndoneByWordOnly(grant)) {
      return Optional.of("that the server falsely called gone");
    }
    return isRefusedByWordOnly(grant)
        ? Optional.of("that the server falsely called refused")
        : Optional.empty();
  }

  /// The server is planned to be awkward about being undone, or no cancellation reached it. One
  /// that behaves and was reached has either obeyed or had a reason not to, which is no excuse.
  private boolean isToldOfAndExplained(ServerGrant grant) {
    return known.isIn("FAILED")
        && known.failure().equals("revocation_failed")
        && (isAwkwardToUndo(grant)
            || grant.calls(Point.CANCEL, Point.REVOKE).stream()
                .allMatch(call -> call.status() == 0));
  }

  private static boolean isAwkwardToUndo(ServerGrant grant) {
    return isFaultyAtUndoing(grant) || grant.behaviour() instanceof Behaviour.Quirky;
  }

  private static boolean isFaultyAtUndoing(ServerGrant grant) {
    return grant.behaviour().faultAt(Point.CANCEL).isPresent()
        || grant.behaviour().faultAt(Point.REVOKE).isPresent();
  }

  /// A fault stood in the place of the cancellation, with an answer that says that it is done.
  private static boolean isUndoneByWordOnly(ServerGrant grant) {
    var last = grant.last(Point.CANCEL, Point.REVOKE);
    return isFaultyAtUndoing(grant)
        && !grant.isCancelled()
        && last.filter(call -> call.status() >= 200 && call.status() < 500)
            .filter(call -> !isAlarm(call))
            .isPresent();
  }

  /// Of a token `invalid_client` says that it is gone; of a grant it says that our key is wrong.
  private static boolean isAlarm(CallEntry call) {
    return call.what() == Point.CANCEL && call.code().equals("invalid_client");
  }

  /// A fault stood in the place of the continuation, with an error that ends the grant.
  private boolean isRefusedByWordOnly(ServerGrant grant) {
    var status = grant.lastStatus(Point.CONTINUE);
    return grant.behaviour().faultAt(Point.CONTINUE).isPresent()
        && (known.isIn("FAILED") || known.isIn("REJECTED"))
        && grant.calls(Point.CANCEL).isEmpty()
        && status >= 300
        && status < 600;
  }
}
