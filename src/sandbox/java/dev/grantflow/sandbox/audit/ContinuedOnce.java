package dev.grantflow.sandbox.audit;

import static java.util.Comparator.comparing;

import dev.grantflow.sandbox.authserver.Books.CallEntry;
import dev.grantflow.sandbox.authserver.Point;
import dev.grantflow.sandbox.authserver.Quirk;

/// An interaction reference is used once; again only when the server said that it had not looked.
final class ContinuedOnce implements Invariant {

  @Override
  public String sentence() {
    return "each approval is continued at most once, and never after a wrong hash";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var known : evidence.cases().values()) {
      var continuations =
          known.atServer().stream()
              .flatMap(grant -> grant.calls(Point.CONTINUE).stream())
              .filter(CallEntry::withInteractRef)
              .sorted(comparing(CallEntry::arrivedAt))
              .toList();
      var processed = continuations.stream().filter(call -> !wasTurnedAway(call)).count();
      var lastWasProcessed = continuations.isEmpty() || !wasTurnedAway(continuations.getLast());
      tally.check(
          processed <= 1 && (processed == 0 || lastWasProcessed),
          () -> "%s was continued %d times".formatted(known.grantId(), continuations.size()));
      for (var grant : known.atServer()) {
        if (grant.behaviour().is(Quirk.HASH_WRONG)) {
          tally.check(
              grant.calls(Point.CONTINUE).isEmpty(),
              () -> grant + " was continued after a wrong hash");
        }
      }
    }
  }

  /// Whose key is refused was not heard either: the grant waits for the key.
  private static boolean wasTurnedAway(CallEntry call) {
    return call.status() == 429
        || call.status() == 408
        || call.code().equals("too_fast")
        || call.code().equals("invalid_client");
  }
}
