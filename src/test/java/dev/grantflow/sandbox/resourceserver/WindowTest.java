package dev.grantflow.sandbox.resourceserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

  @ParameterizedTest
  @CsvSource({
    "R/2026-01-31T00:00:00Z/P1M, 2026-02-27T23:59:59Z, 2026-01-31T00:00:00Z, 2026-02-28T00:00:00Z",
    "R/2026-01-31T00:00:00Z/P1M, 2026-03-05T00:00:00Z, 2026-02-28T00:00:00Z, 2026-03-31T00:00:00Z",
    "R1/2026-01-01T00:00:00Z/P7D, 2026-01-08T00:00:00Z, 2026-01-08T00:00:00Z, 2026-01-15T00:00:00Z",
    "R/2026-01-01T00:00:00Z/PT1H, 2026-01-01T05:30:00Z, 2026-01-01T05:00:00Z, 2026-01-01T06:00:00Z"
  })
  void is_the_repetition_that_holds_the_time(
      String interval, Instant time, Instant start, Instant end) {
    assertThat(Window.of(interval, time)).contains(new Window(start, end));
  }

  @ParameterizedTest
  @CsvSource({
    "R/2026-01-01T00:00:00Z/P1M, 2025-12-31T23:59:59Z",
    "R1/2026-01-01T00:00:00Z/P7D, 2026-01-15T00:00:00Z"
  })
  void there_is_none_before_the_first_and_after_the_last(String interval, Instant time) {
    assertThat(Window.of(interval, time)).isEmpty();
  }

  @Test
  void other_forms_are_one_window() {
    assertThat(Window.of("R3/P1M", Instant.EPOCH)).contains(Window.ALWAYS);
  }
}
