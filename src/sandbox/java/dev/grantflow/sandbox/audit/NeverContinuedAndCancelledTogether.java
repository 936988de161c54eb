package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.authserver.Books.CallEntry;
import dev.grantflow.sandbox.authserver.Point;
import java.time.Instant;
import java.util.Objects;

/// Beside a continuation that is still at work a cancellation may be confirmed and yet leave a live
/// token. A call lasts until its whole answer was written; one that is never answered lasts as long
/// as the server worked on it, since its client cannot be known to wait.
final class NeverContinuedAndCancelledTogether implements Invariant {

  @Override
  public String sentence() {
    return "a continuation or rotation and a cancellation of one grant are never in flight"
        + " together";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var grant : evidence.books().grants()) {
      for (var cancellation : grant.calls(Point.CANCEL, Point.REVOKE)) {
        for (var continuation : grant.calls(Point.CONTINUE, Point.ROTATE)) {
          tally.check(
              !overlap(cancellation, continuation),
              () ->
                  "%s: %s at %s came beside %s at %s"
                      .formatted(
                          grant,
                          cancellation.what(),
                          cancellation.arrivedAt(),
                          continuation.what(),
                          continuation.arrivedAt()));
        }
      }
    }
  }

  private static boolean overlap(CallEntry one, CallEntry other) {
    return one.arrivedAt().isBefore(end(other)) && other.arrivedAt().isBefore(end(one));
  }

  private static Instant end(CallEntry call) {
    return Objects.requireNonNullElse(
        call.answeredAt(), Objects.requireNonNullElse(call.processedAt(), Instant.MAX));
  }
}
