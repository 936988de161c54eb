package dev.grantflow;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ObstaclesTest {

  private static final Optional<String> OBSTACLE = Optional.of("no processes here");

  @Test
  void skips_a_test_on_somebody_s_machine() {
    assertThatThrownBy(() -> Obstacles.skip(OBSTACLE, Map.of()))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("no processes here");
  }

  @Test
  void fails_it_under_continuous_integration() {
    assertThatThrownBy(() -> Obstacles.skip(OBSTACLE, Map.of("CI", "true")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("not skipped where CI is true: no processes here");
  }

  @Test
  void lets_run_what_can() {
    assertThatCode(() -> Obstacles.skip(Optional.empty(), Map.of("CI", "true")))
        .doesNotThrowAnyException();
  }
}
