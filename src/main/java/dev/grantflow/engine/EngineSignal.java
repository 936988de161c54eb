package dev.grantflow.engine;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Tells the engine of this replica that a grant may be due, or that a place has become free.
@Singleton
final class EngineSignal extends Signal {

  /// Returns at once.
  void raiseAfter(Duration wait) {
    CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
        .execute(this::raise);
  }
}
