package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.egress.EgressSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseCheckTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void a_lease_that_leaves_no_time_for_a_look_up_and_a_call_stops_the_start() {
    assertThatThrownBy(() -> new LeaseCheck(lease(20), deadline(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "grantflow.engine.lease is PT20S and must be at least PT21S: twice"
                + " grantflow.egress.deadline, which is PT10S, and a second");
  }

  @Test
  void a_lease_that_leaves_it_is_taken() {
    assertThatNoException().isThrownBy(() -> new LeaseCheck(lease(21), deadline(10)));
  }

  private static EngineSettings lease(int seconds) {
    return new EngineSettings(
        1, SECOND, Duration.ofSeconds(seconds), SECOND, SECOND, SECOND, SECOND, SECOND, SECOND, 1);
  }

  private static EgressSettings deadline(int seconds) {
    return new EgressSettings(SECOND, Duration.ofSeconds(seconds), 1, 1, 1, false, false, false);
  }
}
