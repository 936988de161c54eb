package dev.grantflow.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  private static final double NEARLY_ALL = Math.nextDown(1.0);

  private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

  @ParameterizedTest
  @CsvSource({
    "1, PT0.25S",
    "2, PT0.5S",
    "3, PT1S",
    "6, PT8S",
    "7, PT15S",
    "8, PT15S",
    "2147483647, PT15S"
  })
  void doubles_up_to_the_cap(int attempts, Duration half) {
    assertThat(backoff.delay(attempts, 0.5)).isEqualTo(half);
  }

  @ParameterizedTest
  @CsvSource({"0, PT0.25S", "-2147483648, PT0.25S"})
  void counts_fewer_than_one_attempt_as_one(int attempts, Duration half) {
    assertThat(backoff.delay(attempts, 0.5)).isEqualTo(half);
  }

  @Test
  void spreads_over_the_whole_wait_from_zero() {
    assertThat(backoff.delay(3, 0.0)).isEqualTo(Duration.ZERO);
  }

  @Test
  void spreads_over_the_whole_wait_to_just_below_its_end() {
    assertThat(backoff.delay(3, NEARLY_ALL)).isEqualTo(Duration.ofMillis(1_999));
  }

  @Test
  void does_not_overflow_with_long_waits() {
    var years = new Backoff(Duration.ofDays(3650), Duration.ofDays(36500));

    assertThat(years.delay(1_000, 0.5)).isEqualTo(Duration.ofDays(18250));
  }

  @ParameterizedTest
  @CsvSource({"PT0S, PT1S", "PT-1S, PT1S", "PT0.000999S, PT1S", "PT2S, PT1S"})
  void refuses_a_base_of_no_length_or_beyond_the_cap(Duration base, Duration cap) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(base, cap))
        .withMessageContaining(base.toString())
        .withMessageContaining(cap.toString());
  }
}
