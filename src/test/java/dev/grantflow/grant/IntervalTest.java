package dev.grantflow.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "R11/2022-08-24T14:15:22Z/P1M",
        "R/2017-03-01T13:00:00Z/2018-05-11T15:30:00Z",
        "R-1/P1Y2M10DT2H30M/2022-05-11T15:30:00Z",
        "R0/2024-02-29/P1D",
        "R5/2026-01-01T00:00:00.123+05:30/PT0.5S",
        "R5/2026-01-01T00:00:00/P2W",
        "R/2026-01-01T10:00+02:00/2026-01-01T09:00Z",
        "R/2026-01-01T10:00+02:00/2026-01-01T11:00"
      })
  void accepts_the_forms_of_a_repeating_interval(String text) {
    assertThat(new Interval(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "R",
        "P1M",
        "2026-01-01/P1M",
        "R2/P1M",
        "R2/P1M/P1M",
        "r2/2026-01-01/P1M",
        "R-2/2026-01-01/P1M",
        "R1.5/2026-01-01/P1M",
        "R2/2025-02-29/P1M",
        "R2/2025-13-01/P1M",
        "R2/2025-01-01T25:00:00Z/P1M",
        "R2/2025-01-01T10:00:00Z/",
        "R2/2025-01-01T10:00:00Z/P",
        "R2/2025-01-01T10:00:00Z/PT",
        "R2/2025-01-01T10:00:00Z/P1DT",
        "R2/2025-01-01T10:00:00Z/P0D",
        "R2/2025-01-01T10:00:00Z/P-1D",
        "R2/2025-01-01T10:00:00Z/P1H",
        "R2/2025-01-01T10:00:00Z/P1M1Y",
        "R2/2026-01-02/2026-01-01",
        "R2/2026-01-01/2026-01-01",
        "R/2026-01-01T10:00+02:00/2026-01-01T08:00Z",
        "R2/2026-01-01/P1M/x",
        "R2/2026-01-01/P9999999999D",
        "R2/+12026-01-01/P1D",
        "R2/-0001-01-01/P1D",
        "R2/2026-01-01/PT0.0S",
        "R2/2026-01-01/PT0.000000999S",
        "R2/2026-01-01T00:00:00Z/2026-01-01T00:00:00.000000999Z",
        " R2/2026-01-01/P1M"
      })
  void refuses_everything_else(String text) {
    assertThat(Interval.isValid(text)).isFalse();
    assertThatThrownBy(() -> new Interval(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
