package dev.grantflow.grant;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// From one window of an interval to the next: an ISO 8601 duration of a microsecond or more. What
/// has no fixed length, such as a month, is kept apart from what has.
record Step(long months, long days, Duration time) {

  private static final String NUMBER = "[0-9]{1,9}";
  private static final Pattern FORM =
      Pattern.compile(
          "P(?=[0-9T])(?:(#)Y)?(?:(#)M)?(?:(#)W)?(?:(#)D)?(?:T(?=[0-9])(?:(#)H)?(?:(#)M)?(?:(#(?:[.,][0-9]{1,9})?)S)?)?"
              .replace("#", NUMBER));

  /// Shorter ones would be more than can be counted.
  private static final double MICROSECOND = 1e-6;

  private static final int SECONDS_OF_A_DAY = 86_400;
  private static final int DAYS_OF_A_MONTH_MIN = 28;
  private static final int NANOS_DIGITS = 9;

  /// Empty when the text is no duration, or none that gets anywhere.
  static Optional<Step> parse(String text) {
    return Optional.of(FORM.matcher(text))
        .filter(Matcher::matches)
        .map(Step::of)
        .filter(step -> step.secondsMin() >= MICROSECOND);
  }

  /// Empty when the end is not at least a microsecond after the start.
  static Optional<Step> between(OffsetDateTime start, OffsetDateTime end) {
    return Optional.of(new Step(0, 0, Duration.between(start, end)))
        .filter(step -> step.secondsMin() >= MICROSECOND);
  }

  private static Step of(Matcher form) {
    return new Step(
        12 * number(form.group(1)) + number(form.group(2)),
        7 * number(form.group(3)) + number(form.group(4)),
        Duration.ofHours(number(form.group(5)))
            .plusMinutes(number(form.group(6)))
            .plus(seconds(form.group(7))));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static Duration seconds(@Nullable String decimal) {
    return decimal == null
        ? Duration.ZERO
        : Duration.ofNanos(
            new BigDecimal(decimal.replace(',', '.'))
                .movePointRight(NANOS_DIGITS)
                .longValueExact());
  }

  /// The least that it can take.
  double secondsMin() {
    return (months * (double) DAYS_OF_A_MONTH_MIN + days) * SECONDS_OF_A_DAY
        + time.getSeconds()
        + time.getNano() / 1e9;
  }

  /// So many steps at once, back where the number is negative: months first, of which the last is
  /// cut to its last day where it is shorter, then days, then the rest.
  OffsetDateTime from(OffsetDateTime anchor, long times) {
    return anchor
        .plusMonths(Math.multiplyExact(months, times))
        .plusDays(Math.multiplyExact(days, times))
        .plus(time.multipliedBy(times));
  }
}
