package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.authserver.Fault;
import dev.grantflow.sandbox.authserver.Point;
import java.util.Optional;

/// No server had to say `too_fast`, but for those that say it whatever the truth.
final class WaitIsHonoured implements Invariant {

  @Override
  public String sentence() {
    return "no server was continued before its wait was over";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var grant : evidence.books().grants()) {
      var saysItAnyway =
          grant.behaviour().faultAt(Point.CONTINUE).equals(Optional.of(Fault.TOO_FAST_ONCE));
      for (var call : grant.calls(Point.CONTINUE)) {
        tally.check(
            saysItAnyway || !call.code().equals("too_fast"),
            () -> "%s was continued too fast at %s".formatted(grant, call.arrivedAt()));
      }
    }
  }
}
