package dev.grantflow.egress;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/// When a server wants to be asked again (RFC 9110 §10.2.3): seconds or a date.
public final class RetryAfter {

  private static final Duration MAX = Duration.ofDays(1);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

  private RetryAfter() {}

  /// @return from nothing to a day; empty where the server did not say, or in no way that can be
  ///   read
  public static Optional<Duration> of(Exchange.Reply reply, Instant arrival) {
    return reply
        .header("retry-after")
        .flatMap(it -> parse(it.strip(), arrival))
        .map(RetryAfter::bounded);
  }

  private static Optional<Duration> parse(String text, Instant arrival) {
    if (SECONDS.matcher(text).matches()) {
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
    return asked.compareTo(MAX) > 0 ? MAX : asked;
  }
}
