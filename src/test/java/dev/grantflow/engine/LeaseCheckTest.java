package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.egress.EgressSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseCheckTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void a_lease_that_ends_with_the_call_stops_the_start() {
    assertThatThrownBy(() -> new LeaseCheck(lease(10), deadline(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "grantflow.engine.lease is PT10S and must be longer than grantflow.egress.deadline,"
                + " which is PT10S");
  }

  @Test
  void a_lease_beyond_the_call_is_taken() {
    assertThatNoException().isThrownBy(() -> new LeaseCheck(lease(11), deadline(10)));
  }

  private static EngineSettings lease(int seconds) {
    return new EngineSettings(
        1, SECOND, Duration.ofSeconds(seconds), SECOND, SECOND, SECOND, SECOND, SECOND, SECOND, 1);
  }

  private static EgressSettings deadline(int seconds) {
    return new EgressSettings(SECOND, Duration.ofSeconds(seconds), 1, 1, 1, false, false, false);
  }
}
