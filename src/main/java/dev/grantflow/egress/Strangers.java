package dev.grantflow.egress;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.grantflow.egress.Exchange.HeldBack;
import dev.grantflow.egress.Exchange.Limit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// What all servers together that have never answered may hold of this replica. Each has its own
/// limits, but whoever has a domain has as many servers as they like, and none of them has to
/// answer. Those that have answered are reached past them. Thread-safe.
final class Strangers {

  private static final Duration PACE = Duration.ofMillis(1);

  private final int callsMax;
  private final Ticker ticker;
  private final Semaphore places;
  private final WaitingLine line;

  /// @param callsMax to all of them in flight
  Strangers(int callsMax, Ticker ticker) {
    this.callsMax = callsMax;
    this.ticker = ticker;
    this.places = new Semaphore(callsMax);
    this.line = new WaitingLine(callsMax);
  }

  /// Asks for a place. Who gets one gives it back by [#leave].
  ///
  /// @return when to come again; empty when the call may be made
  Optional<HeldBack> enter(Origin origin) {
    var now = ticker.read();
    if (places.tryAcquire()) {
      line.callBegins(now);
      return Optional.empty();
    }
    return Optional.of(
        new HeldBack(
            Limit.BUSY,
            "%s has not answered yet: %d calls to such servers are in flight, half of grantflow.engine.concurrency"
                .formatted(origin, callsMax),
            line.turn(now, now, PACE)));
  }

  void leave(long tookNanos) {
    line.callEnds(ticker.read(), tookNanos, true);
    places.release();
  }
}
