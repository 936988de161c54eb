package dev.grantflow.egress;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.grantflow.egress.Exchange.HeldBack;
import dev.grantflow.egress.Exchange.Limit;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// What several servers together may hold of this replica. Each has its own limits, but whoever has
/// a domain has as many servers as they like. Thread-safe.
final class Share {

  private static final Duration PACE = Duration.ofMillis(1);

  private final int callsMax;
  private final String whose;
  private final Ticker ticker;
  private final Semaphore places;
  private final WaitingLine line;

  /// @param callsMax to all of them in flight
  /// @param whose why there is no place for a server, for people: its name (`%s`) and the number
  ///   (`%d`)
  Share(int callsMax, String whose, Ticker ticker) {
    this.callsMax = callsMax;
    this.whose = whose;
    this.ticker = ticker;
    this.places = new Semaphore(callsMax);
    this.line = new WaitingLine(callsMax);
  }

  /// @return what the call brings; when to come again where there is no place for it
  Exchange within(Origin origin, Supplier<Exchange> call) {
    var begin = ticker.read();
    if (!places.tryAcquire()) {
      return new HeldBack(
          Limit.BUSY, whose.formatted(origin, callsMax), line.turn(begin, begin, PACE));
    }
    line.callBegins(begin);
    boolean isMeasure = true;
    try {
      var exchange = call.get();
      isMeasure = !(exchange instanceof HeldBack);
      return exchange;
    } finally {
      var end = ticker.read();
      line.callEnds(end, end - begin, isMeasure);
      places.release();
    }
  }
}
