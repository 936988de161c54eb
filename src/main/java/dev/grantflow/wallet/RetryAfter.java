package dev.grantflow.wallet;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/// When to ask again (RFC 9110 §10.2.3).
final class RetryAfter {

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private RetryAfter() {}

  /// @param value seconds or an HTTP date
  /// @return never negative; empty when the value is neither
  static Optional<Duration> of(String value, Instant now) {
    String stripped = value.strip();
    if (SECONDS.matcher(stripped).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(stripped)));
    }
    try {
      Instant date =
          ZonedDateTime.parse(stripped, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
