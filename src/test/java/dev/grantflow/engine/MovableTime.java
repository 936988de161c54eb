package dev.grantflow.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// Time that stands still until a test moves it.
final class MovableTime implements InstantSource {

  private final AtomicReference<Instant> now;

  MovableTime(Instant start) {
    now = new AtomicReference<>(start);
  }

  void pass(Duration duration) {
    now.updateAndGet(it -> it.plus(duration));
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
