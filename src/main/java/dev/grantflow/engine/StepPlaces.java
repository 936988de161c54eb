package dev.grantflow.engine;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// How many calls of this replica may be under way. Whoever claims a grant takes a place for it
/// first. Thread-safe.
@Singleton
final class StepPlaces {

  private final Semaphore free;
  private final EngineSignal signal;
  private volatile boolean isAwaited;

  /// Until the engine has seen that it is not so.
  private volatile boolean isQueue = true;

  StepPlaces(EngineSettings settings, EngineSignal signal) {
    this.free = new Semaphore(settings.concurrency());
    this.signal = signal;
  }

  /// For the engine, which waits until there is one, but no longer than this, or until it is woken.
  ///
  /// @return how many were taken; zero is possible
  int take(int most, Duration within) throws InterruptedException {
    if (free.availablePermits() == 0) {
      isAwaited = true;
      if (free.availablePermits() == 0) {
        signal.await(within);
      }
      isAwaited = false;
    }
    var taken = Math.min(most, free.availablePermits());
    while (!free.tryAcquire(taken)) {
      taken = Math.min(most, free.availablePermits());
    }
    return taken;
  }

  /// For a grant that nobody has seen yet, which may not pass those that are due and wait.
  ///
  /// @return whether one was taken
  boolean takeUnlessQueued() {
    return !isQueue && free.tryAcquire();
  }

  /// @param isQueue whether more may be due than there were places for
  void noteQueue(boolean isQueue) {
    this.isQueue = isQueue;
  }

  void giveBack(int taken) {
    free.release(taken);
    if (isAwaited) {
      signal.raise();
    }
  }
}
