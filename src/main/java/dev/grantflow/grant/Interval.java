package dev.grantflow.grant;

import static java.time.temporal.TemporalQueries.localTime;
import static java.time.temporal.TemporalQueries.offset;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A repeating interval of ISO 8601, in which the limits of an outgoing payment start afresh:
/// `R[n]/start/end`, `R[n]/start/duration` or `R[n]/duration/end`. `R` and `R-1` repeat without
/// end. Dates and times are in the extended format; an end without an offset has the start's.
///
/// @param text as written, which is what the authorization server gets
public record Interval(String text) {

  private static final int LENGTH_MAX = 128;
  private static final Pattern REPEAT = Pattern.compile("R(-1|[0-9]{1,9})?");
  private static final String NUMBER = "[0-9]{1,9}";
  private static final Pattern DURATION =
      Pattern.compile(
          "P(?=[0-9T])(#Y)?(#M)?(#W)?(#D)?(T(?=[0-9])(#H)?(#M)?(#(?:[.,][0-9]{1,9})?S)?)?"
              .replace("#", NUMBER));
  private static final Pattern POSITIVE = Pattern.compile(".*[1-9].*");
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
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
    if (text.length() > LENGTH_MAX) {
      return false;
    }
    var parts = text.split("/", -1);
    return parts.length == 3
        && REPEAT.matcher(parts[0]).matches()
        && (isDuration(parts[1])
            ? moment(parts[2]).isPresent()
            : moment(parts[1]).filter(start -> endsAfter(start, parts[2])).isPresent());
  }

  private static boolean endsAfter(Moment start, String end) {
    return isDuration(end)
        || moment(end).filter(it -> it.at(start).isAfter(start.at(start))).isPresent();
  }

  private static boolean isDuration(String text) {
    return DURATION.matcher(text).matches() && POSITIVE.matcher(text).matches();
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
