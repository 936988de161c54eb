package dev.grantflow.sandbox.audit;

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
    if (known.isIn("FAILED") && known.failure().equals("revocation_failed")) {
      return Optional.of("told of as revocation_failed");
    }
    if (isUndoneByWordOnly(grant)) {
      return Optional.of("that the server falsely called gone");
    }
    return isRefusedByWordOnly(grant)
        ? Optional.of("that the server falsely called refused")
        : Optional.empty();
  }

  /// A fault stood in the place of the cancellation, with an answer that says that it is done.
  private static boolean isUndoneByWordOnly(ServerGrant grant) {
    var faulty =
        grant.behaviour().faultAt(Point.CANCEL).isPresent()
            || grant.behaviour().faultAt(Point.REVOKE).isPresent();
    var status = grant.lastStatus(Point.CANCEL, Point.REVOKE);
    return faulty && !grant.isCancelled() && status >= 200 && status < 500;
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
