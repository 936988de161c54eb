package dev.grantflow.sandbox.authserver;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets answers be late without outliving the server: every pause ends when the server closes.
final class Closing {
  private final CountDownLatch closed = new CountDownLatch(1);

  void close() {
    closed.countDown();
  }

  /// Whether the server closed meanwhile.
  boolean pause(Duration duration) {
    try {
      return closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
