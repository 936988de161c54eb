package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SignalTest {

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final Signal signal = new Signal();

  @Test
  void a_wake_up_before_the_wait_is_not_lost() throws InterruptedException {
    signal.raise();

    signal.await(FOR_EVER);

    assertThat(signal).isNotNull();
  }

  @Test
  void several_wake_ups_are_one() throws InterruptedException {
    signal.raise();
    signal.raise();
    signal.await(FOR_EVER);

    var before = System.nanoTime();
    signal.await(Duration.ofMillis(20));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(15));
  }

  @Test
  void whoever_waits_is_woken() throws InterruptedException {
    var woken = new CountDownLatch(1);
    var waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    signal.await(FOR_EVER);
                    woken.countDown();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });

    signal.raise();

    waiting.join();
    assertThat(woken.getCount()).isZero();
  }

  /// Each item is announced after it was laid down; whoever is woken takes all that is there.
  @Test
  void no_wake_up_is_lost_between_two_threads() throws InterruptedException {
    var laidDown = new AtomicInteger();
    var items = 50_000;
    var producer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int item = 0; item < items; item++) {
                    laidDown.incrementAndGet();
                    signal.raise();
                  }
                });

    while (laidDown.get() < items) {
      signal.await(FOR_EVER);
    }

    producer.join();
    assertThat(laidDown).hasValue(items);
  }

  @Test
  void an_interrupt_ends_the_wait() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> signal.await(FOR_EVER)).isInstanceOf(InterruptedException.class);
  }
}
