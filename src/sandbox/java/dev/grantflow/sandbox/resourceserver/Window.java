package dev.grantflow.sandbox.resourceserver;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The span of time within which amounts are added up for a limit; the end is outside.
record Window(Instant start, Instant end) {
  private static final Pattern FORM = Pattern.compile("R(-1|[0-9]*)/([^/P][^/]*)/(P[^/]+)");
  private static final int STEPS_MAX = 100_000;

  /// Of a limit without an interval.
  static final Window ALWAYS = new Window(Instant.MIN, Instant.MAX);

  /// The window of `R[n]/start/duration` that holds the time; empty before the first one and after
  /// the last, the n-th repetition of the first. Other forms count as one window without an end.
  static Optional<Window> of(String interval, Instant time) {
    Matcher form = FORM.matcher(interval);
    if (!form.matches()) {
      return Optional.of(ALWAYS);
    }
    String repetitions = form.group(1);
    int steps =
        repetitions.isEmpty() || repetitions.equals("-1")
            ? STEPS_MAX
            : Math.min(STEPS_MAX, Integer.parseInt(repetitions));
    OffsetDateTime first = OffsetDateTime.parse(form.group(2));
    for (int step = 0; step <= steps; step++) {
      Window window =
          new Window(
              after(first, form.group(3), step).toInstant(),
              after(first, form.group(3), step + 1).toInstant());
      if (time.isBefore(window.start)) {
        return Optional.empty();
      }
      if (time.isBefore(window.end)) {
        return Optional.of(window);
      }
    }
    return Optional.empty();
  }

  boolean holds(Instant time) {
    return !time.isBefore(start) && time.isBefore(end);
  }

  /// Counted from the first each time, so that a month's end stays one.
  private static OffsetDateTime after(OffsetDateTime first, String duration, int steps) {
    int clock = duration.indexOf('T');
    String days = clock < 0 ? duration : duration.substring(0, clock);
    OffsetDateTime date =
        days.equals("P") ? first : first.plus(Period.parse(days).multipliedBy(steps));
    return clock < 0
        ? date
        : date.plus(Duration.parse("P" + duration.substring(clock)).multipliedBy(steps));
  }
}
