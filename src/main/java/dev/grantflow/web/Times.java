package dev.grantflow.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Times as callers write them (RFC 3339).
final class Times {

  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private Times() {}

  static Optional<Instant> read(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(Times::isStorable);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// Whether the database can compare it.
  static boolean isStorable(Instant time) {
    return !time.isBefore(FIRST) && time.isBefore(LAST);
  }
}
