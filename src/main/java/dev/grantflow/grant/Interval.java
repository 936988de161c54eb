package dev.grantflow.grant;

import static java.time.temporal.TemporalQueries.localTime;
import static java.time.temporal.TemporalQueries.offset;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A repeating interval of ISO 8601, in which the limits of an outgoing payment start afresh:
/// `R[n]/start/end`, `R[n]/start/duration` or `R[n]/duration/end`. `R` and `R-1` repeat without
/// end. Dates and times are in the extended format with years of four digits; an end without an
/// offset has the start's, and a start without one is in UTC.
///
/// @param text as written, which is what the authorization server gets
public record Interval(String text) {

  private static final int LENGTH_MAX = 128;
  private static final Pattern REPEAT = Pattern.compile("R(-1|[0-9]{1,9})?");
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4)
          .appendPattern("-MM-dd")
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  /// @throws IllegalArgumentException when the text is no repeating interval
  public Interval {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not an ISO 8601 repeating interval");
    }
  }

  public static boolean isValid(String text) {
    return text.length() <= LENGTH_MAX && recurrence(text).isPresent();
  }

  /// Where an instant stands among the interval's windows. Pure; takes the same time however many
  /// windows lie before it.
  public Windows at(Instant instant) {
    return recurrence(text).orElseThrow().at(instant);
  }

  private static Optional<Recurrence> recurrence(String text) {
    var parts = text.split("/", -1);
    if (parts.length != 3 || !REPEAT.matcher(parts[0]).matches()) {
      return Optional.empty();
    }
    var repetitions = repetitions(parts[0].substring(1));
    return Step.parse(parts[1])
        .map(
            step ->
                moment(parts[2]).map(end -> Recurrence.backwards(end.at(end), step, repetitions)))
        .orElseGet(() -> moment(parts[1]).flatMap(start -> forwards(start, parts[2], repetitions)));
  }

  private static Optional<Recurrence> forwards(
      Moment start, String end, @Nullable Long repetitions) {
    return Step.parse(end)
        .or(() -> moment(end).flatMap(it -> Step.between(start.at(start), it.at(start))))
        .map(step -> Recurrence.forwards(start.at(start), step, repetitions));
  }

  /// None means without end.
  private static @Nullable Long repetitions(String number) {
    return number.isEmpty() || number.equals("-1") ? null : Long.valueOf(number);
  }

  /// An absent value is a date or time that no calendar has, or another form.
  private static Optional<Moment> moment(String text) {
    try {
      var parsed = MOMENT.parse(text);
      var time = Objects.requireNonNullElse(parsed.query(localTime()), LocalTime.MIDNIGHT);
      return Optional.of(new Moment(LocalDate.from(parsed).atTime(time), parsed.query(offset())));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private record Moment(LocalDateTime local, @Nullable ZoneOffset offset) {

    OffsetDateTime at(Moment start) {
      var inherited = Objects.requireNonNullElse(start.offset, ZoneOffset.UTC);
      return local.atOffset(Objects.requireNonNullElse(offset, inherited));
    }
  }
}
