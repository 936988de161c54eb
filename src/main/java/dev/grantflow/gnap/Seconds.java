package dev.grantflow.gnap;

import io.micronaut.json.tree.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Times that servers give, held within bounds.
final class Seconds {

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
  private static final Duration WAIT_MAX = Duration.ofDays(1);

  private Seconds() {}

  /// @return null where it is no number or a negative one
  static @Nullable Duration floor(JsonNode number, long max) {
    if (!number.isNumber() || !(number.getDoubleValue() >= 0)) {
      return null;
    }
    return Duration.ofSeconds(Math.min(max, (long) Math.floor(number.getDoubleValue())));
  }

  /// `continue.wait`, rounded up, because a moment too early is `too_fast`.
  static @Nullable Duration ceil(JsonNode number) {
    if (!number.isNumber() || !(number.getDoubleValue() >= 0)) {
      return null;
    }
    var seconds = (long) Math.ceil(number.getDoubleValue());
    return Duration.ofSeconds(Math.min(WAIT_MAX.toSeconds(), seconds));
  }

  /// RFC 9110 §10.2.3: seconds or a date.
  static Optional<Duration> retryAfter(Optional<String> header, Instant arrival) {
    return header.flatMap(it -> parse(it.strip(), arrival)).map(Seconds::bounded);
  }

  private static Optional<Duration> parse(String text, Instant arrival) {
    if (DIGITS.matcher(text).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(arrival, date.toInstant()));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : asked;
  }
}
