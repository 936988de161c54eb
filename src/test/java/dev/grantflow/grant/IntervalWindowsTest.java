package dev.grantflow.grant;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Windows.Window;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which window of a repeating interval an instant is in, and how many follow.
class IntervalWindowsTest {

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # n repetitions are n + 1 windows; the start is in, the end is not
          R2/2022-07-01T13:00:00Z/P1M | 2022-07-01T12:59:59Z | -                    | -                    | 3
          R2/2022-07-01T13:00:00Z/P1M | 2022-07-01T13:00:00Z | 2022-07-01T13:00:00Z | 2022-08-01T13:00:00Z | 2
          R2/2022-07-01T13:00:00Z/P1M | 2022-08-10T13:00:00Z | 2022-08-01T13:00:00Z | 2022-09-01T13:00:00Z | 1
          R2/2022-07-01T13:00:00Z/P1M | 2022-10-01T12:59:59Z | 2022-09-01T13:00:00Z | 2022-10-01T13:00:00Z | 0
          R2/2022-07-01T13:00:00Z/P1M | 2022-10-01T13:00:00Z | -                    | -                    | 0
          R0/2024-02-29/P1D           | 2024-02-29T23:59:59Z | 2024-02-29T00:00:00Z | 2024-03-01T00:00:00Z | 0
          R0/2024-02-29/P1D           | 2024-03-01T00:00:00Z | -                    | -                    | 0
          # without end
          R/2022-07-01T13:00:00Z/P1M  | 2022-06-30T00:00:00Z | -                    | -                    | -
          R/2022-07-01T13:00:00Z/P1M  | 2032-01-10T13:00:00Z | 2032-01-01T13:00:00Z | 2032-02-01T13:00:00Z | -
          R-1/2022-07-01T13:00:00Z/P1M| 2032-01-10T13:00:00Z | 2032-01-01T13:00:00Z | 2032-02-01T13:00:00Z | -
          # start and end: the length of the first, whatever the months are
          R2/2022-07-01T13:00:00Z/2022-08-01T13:00:00Z | 2022-08-10T13:00:00Z | 2022-08-01T13:00:00Z | 2022-09-01T13:00:00Z | 1
          R2/2022-07-01T13:00:00Z/2022-08-01T13:00:00Z | 2022-10-02T12:59:59Z | 2022-09-01T13:00:00Z | 2022-10-02T13:00:00Z | 0
          R2/2022-07-01T13:00:00Z/2022-08-01T13:00:00Z | 2022-10-02T13:00:00Z | -                    | -                    | 0
          # backwards from an end
          R2/P1M/2022-10-01T13:00:00Z | 2022-07-01T12:59:59Z | -                    | -                    | 3
          R2/P1M/2022-10-01T13:00:00Z | 2022-07-01T13:00:00Z | 2022-07-01T13:00:00Z | 2022-08-01T13:00:00Z | 2
          R2/P1M/2022-10-01T13:00:00Z | 2022-08-31T00:00:00Z | 2022-08-01T13:00:00Z | 2022-09-01T13:00:00Z | 1
          R2/P1M/2022-10-01T13:00:00Z | 2022-10-01T12:59:59Z | 2022-09-01T13:00:00Z | 2022-10-01T13:00:00Z | 0
          R2/P1M/2022-10-01T13:00:00Z | 2022-10-01T13:00:00Z | -                    | -                    | 0
          R/P1M/2022-10-01T13:00:00Z  | 2021-10-01T12:59:59Z | 2021-09-01T13:00:00Z | 2021-10-01T13:00:00Z | 12
          R-1/P1M/2022-10-01T13:00:00Z| 2022-10-01T13:00:00Z | -                    | -                    | 0
          # months' ends come back to where they were
          R/2025-01-31T00:00:00Z/P1M  | 2025-02-27T23:59:59Z | 2025-01-31T00:00:00Z | 2025-02-28T00:00:00Z | -
          R/2025-01-31T00:00:00Z/P1M  | 2025-02-28T00:00:00Z | 2025-02-28T00:00:00Z | 2025-03-31T00:00:00Z | -
          R/2025-01-31T00:00:00Z/P1M  | 2025-04-30T12:00:00Z | 2025-04-30T00:00:00Z | 2025-05-31T00:00:00Z | -
          R/2023-01-31T00:00:00Z/P1M  | 2024-02-29T00:00:00Z | 2024-02-29T00:00:00Z | 2024-03-31T00:00:00Z | -
          R/P1M/2025-03-31T00:00:00Z  | 2025-02-28T00:00:00Z | 2025-02-28T00:00:00Z | 2025-03-31T00:00:00Z | 0
          R/P1M/2025-03-31T00:00:00Z  | 2025-02-27T23:59:59Z | 2025-01-31T00:00:00Z | 2025-02-28T00:00:00Z | 1
          # leap years
          R/2024-02-29T00:00:00Z/P1Y  | 2025-02-28T00:00:00Z | 2025-02-28T00:00:00Z | 2026-02-28T00:00:00Z | -
          R/2024-02-29T00:00:00Z/P1Y  | 2028-02-28T23:59:59Z | 2027-02-28T00:00:00Z | 2028-02-29T00:00:00Z | -
          R/2024-02-29T00:00:00Z/P1Y  | 2100-02-28T12:00:00Z | 2100-02-28T00:00:00Z | 2101-02-28T00:00:00Z | -
          R/2024-02-28T00:00:00Z/P1D  | 2024-02-29T01:00:00Z | 2024-02-29T00:00:00Z | 2024-03-01T00:00:00Z | -
          R/2023-02-28T00:00:00Z/P1D  | 2023-03-01T01:00:00Z | 2023-03-01T00:00:00Z | 2023-03-02T00:00:00Z | -
          # offsets count as they are written, and none is UTC
          R/2025-01-31T23:00:00-05:00/P1M | 2025-03-01T03:59:59Z | 2025-02-01T04:00:00Z | 2025-03-01T04:00:00Z | -
          R/2025-03-31T23:00:00-05:00/P1M | 2025-05-01T04:00:00Z | 2025-05-01T04:00:00Z | 2025-06-01T04:00:00Z | -
          R/2026-01-01T00:00:00+05:30/P1D | 2025-12-31T18:30:00Z | 2025-12-31T18:30:00Z | 2026-01-01T18:30:00Z | -
          R1/2026-01-01T10:00+02:00/2026-01-01T09:00Z | 2026-01-01T08:30:00Z | 2026-01-01T08:00:00Z | 2026-01-01T09:00:00Z | 1
          R1/2026-01-01T10:00+02:00/2026-01-01T11:00  | 2026-01-01T09:00:00Z | 2026-01-01T09:00:00Z | 2026-01-01T10:00:00Z | 0
          R/2026-01-01T00:00:00/PT12H     | 2026-01-01T13:00:00Z | 2026-01-01T12:00:00Z | 2026-01-02T00:00:00Z | -
          # summer time is no matter of offsets
          R/2026-03-28T00:00:00+01:00/P1D | 2026-03-30T00:00:00Z | 2026-03-29T23:00:00Z | 2026-03-30T23:00:00Z | -
          # weeks, hours, fractions, everything at once
          R51/2026-01-05/P1W          | 2026-12-31T00:00:00Z | 2026-12-28T00:00:00Z | 2027-01-04T00:00:00Z | 0
          R/2026-01-05/P2W            | 2026-01-19T00:00:00Z | 2026-01-19T00:00:00Z | 2026-02-02T00:00:00Z | -
          R/2020-01-01T00:30:00Z/PT1H | 2026-07-01T12:29:59Z | 2026-07-01T11:30:00Z | 2026-07-01T12:30:00Z | -
          R9/2026-01-01T00:00:00Z/PT0.5S | 2026-01-01T00:00:01.7Z | 2026-01-01T00:00:01.500Z | 2026-01-01T00:00:02Z | 6
          R/2020-01-31T00:00:00Z/P1M1DT1H | 2020-03-01T00:59:59Z | 2020-01-31T00:00:00Z | 2020-03-01T01:00:00Z | -
          R-1/P1Y2M10DT2H30M/2022-05-11T15:30:00Z | 2022-01-01T00:00:00Z | 2021-03-01T13:00:00Z | 2022-05-11T15:30:00Z | 0
          # far away
          R/1970-01-01T00:00:00Z/PT1S | 9000-01-01T00:00:00.5Z | 9000-01-01T00:00:00Z | 9000-01-01T00:00:01Z | -
          R/2026-01-01T00:00:00Z/P999999999Y | 2027-01-01T00:00:00Z | 2026-01-01T00:00:00Z | 9999-12-31T23:59:59Z | -
          R/P999999999Y/2026-01-01T00:00:00Z | 2025-01-01T00:00:00Z | 0000-01-01T00:00:00Z | 2026-01-01T00:00:00Z | 0
          R/0001-01-01T00:00:00Z/PT0.000001S | 9998-01-01T00:00:00Z | 9998-01-01T00:00:00Z | 9998-01-01T00:00:00.000001Z | -
          """)
  @Timeout(10)
  void finds_the_window_and_counts_those_that_follow(
      String interval,
      Instant at,
      @Nullable Instant start,
      @Nullable Instant end,
      @Nullable Long remaining) {
    var windows = new Interval(interval).at(at);

    assertThat(windows)
        .isEqualTo(
            new Windows(start == null || end == null ? null : new Window(start, end), remaining));
  }

  @ParameterizedTest
  @CsvSource({
    "R400/2023-12-31T00:00:00Z/P1M",
    "R400/P1M/2026-12-31T10:00:00-11:00",
    "R400/2020-02-29T00:00:00+14:00/P1M1D",
    "R400/P1MT36H/2030-03-30T00:00:00Z",
    "R400/2023-12-31T00:00:00Z/2024-01-02T03:04:05.678Z"
  })
  void windows_follow_each_other_without_gap_and_overlap(String text) {
    var interval = new Interval(text);
    assertThat(interval.at(Instant.parse("1900-01-01T00:00:00Z")))
        .isEqualTo(new Windows(null, 401L));

    var window = firstOf(interval);
    for (long remaining = 400; remaining > 0; remaining--) {
      assertThat(interval.at(window.end().minusNanos(1))).isEqualTo(new Windows(window, remaining));
      var next = requireNonNull(interval.at(window.end()).current());
      assertThat(next.start()).isEqualTo(window.end());
      window = next;
    }
    assertThat(interval.at(window.end())).isEqualTo(new Windows(null, 0L));
  }

  @Test
  void a_long_wait_costs_no_more_than_a_short_one() {
    var interval = new Interval("R/1970-01-01T00:00:00Z/PT0.001S");
    var began = System.nanoTime();

    for (int i = 0; i < 1_000; i++) {
      interval.at(Instant.parse("2970-01-01T00:00:00Z").plusSeconds(i));
    }

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  private static Window firstOf(Interval interval) {
    var earlier = interval.at(Instant.parse("2023-12-31T20:00:00Z")).current();
    var window = requireNonNull(earlier);
    while (earlier != null) {
      window = earlier;
      earlier = interval.at(window.start().minusNanos(1)).current();
    }
    return window;
  }
}
