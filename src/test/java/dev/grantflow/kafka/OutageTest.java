package dev.grantflow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageTest {

  private long now = Long.MAX_VALUE - 5;
  private final Outage outage = new Outage(() -> now);

  @Test
  void is_told_at_first_and_then_once_a_minute() {
    assertThat(outage.failed()).isTrue();
    now += Duration.ofSeconds(59).toNanos();
    assertThat(outage.failed()).isFalse();
    now += Duration.ofSeconds(1).toNanos();
    assertThat(outage.failed()).isTrue();
    assertThat(outage.failed()).isFalse();
    assertThat(outage.failures()).isEqualTo(4);
  }

  @Test
  void a_new_one_is_told_at_once() {
    outage.failed();

    assertThat(outage.ended()).isEqualTo(1);
    assertThat(outage.ended()).isZero();
    assertThat(outage.failed()).isTrue();
  }
}
