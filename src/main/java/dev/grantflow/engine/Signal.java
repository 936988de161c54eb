package dev.grantflow.engine;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A wake-up call that is not lost when nobody waits for it yet; several in a row count as one.
/// Thread-safe.
public class Signal {

  private final Semaphore raised = new Semaphore(0);

  public void raise() {
    if (raised.availablePermits() == 0) {
      raised.release();
    }
  }

  /// Returns when the signal is raised, or after the timeout.
  ///
  /// @throws InterruptedException when the waiting thread is to stop
  public void await(Duration timeout) throws InterruptedException {
    if (raised.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      raised.drainPermits();
    }
  }
}
