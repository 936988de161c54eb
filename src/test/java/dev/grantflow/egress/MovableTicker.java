package dev.grantflow.egress;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A monotonic clock that stands still until a test moves it. It begins anywhere, as the real one
/// does.
final class MovableTicker implements Ticker {

  private final AtomicLong nanos = new AtomicLong(-7_000_000_000_000L);

  void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Override
  public long read() {
    return nanos.get();
  }
}
