package dev.grantflow.sandbox.authserver;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// ISO 8601 repeating intervals: `R[n]/start/duration`, `R[n]/start/end`, `R[n]/duration/end` and
/// `R[n]/duration`; no number and `-1` stand for no limit.
final class RepeatingInterval {
  private static final Pattern FORM = Pattern.compile("R(?:-1|[0-9]*)/([^/]+)(?:/([^/]+))?");
  private static final Pattern DURATION =
      Pattern.compile(
          "P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+W)?(?:[0-9]+D)?"
              + "(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?");

  private RepeatingInterval() {}

  static boolean isValid(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return false;
    }
    String first = form.group(1);
    String second = form.group(2);
    if (second == null) {
      return isDuration(first);
    }
    return (isDuration(first) && isTime(second))
        || (isTime(first) && (isTime(second) || isDuration(second)));
  }

  private static boolean isDuration(String text) {
    return DURATION.matcher(text).matches();
  }

  private static boolean isTime(String text) {
    try {
      return OffsetDateTime.parse(text).getYear() > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
