package dev.grantflow.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// Says what happens with the time since the first command, and waits for times to come. Safe for
/// use by several threads.
final class Chronicle {

  private final long begin = System.nanoTime();
  private final Instant beginAt = Instant.now();

  void say(String text) {
    System.out.printf("%7.1f s  %s%n", elapsed().toMillis() / 1e3, text);
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  Instant instant(Duration at) {
    return beginAt.plus(at);
  }

  void await(Duration at) throws InterruptedException {
    pause(at.minus(elapsed()));
  }

  static void pause(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting");
      }
    }
  }
}
