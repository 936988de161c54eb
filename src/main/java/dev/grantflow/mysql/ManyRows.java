package dev.grantflow.mysql;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes many rows with few statements and each of their values once. Micronaut Data would hand
/// them to the driver as a batch, which it copies row by row and whose values it writes twice, once
/// to know how long they are; and times as the type for which it makes a new format each time.
/// Thread-safe.
@Singleton
final class ManyRows {

  /// With three bytes for each at the most, far below the 64 MiB that `max_allowed_packet` is by
  /// default.
  private static final int CHARACTERS_MAX = 512 * 1024;

  /// More than a number or a time takes.
  private static final int SHORT = 32;

  /// As the driver remembers no text of more than 4096 characters.
  static final int ROWS_MAX = 64;

  /// Statements are of fewer rows, or of multiples: the driver remembers each by its text, for each
  /// connection, and would read one anew that has another number of rows than any before. That
  /// takes longer than one more trip for the rows that are left.
  private static final int STEP = 8;

  private final JdbcOperations jdbc;

  ManyRows(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /// To be called within a transaction.
  <R> void write(Insertion<R> insertion, List<R> rows) {
    var values = rows.stream().map(insertion::values).toList();
    for (var from = 0; from < values.size(); ) {
      var count = together(values.subList(from, values.size()));
      execute(insertion.sql(count), values.subList(from, from + count));
      from += count;
    }
  }

  /// How many of these go into the next statement.
  private static int together(List<List<@Nullable Object>> rows) {
    var count = 1;
    var characters = characters(rows.getFirst());
    while (count < Math.min(rows.size(), ROWS_MAX)) {
      characters += characters(rows.get(count));
      if (characters > CHARACTERS_MAX) {
        break;
      }
      count++;
    }
    return count < STEP ? count : count - count % STEP;
  }

  private void execute(String sql, List<List<@Nullable Object>> rows) {
    jdbc.prepareStatement(
        sql,
        statement -> {
          var place = 0;
          for (var row : rows) {
            for (var value : row) {
              bind(statement, ++place, value);
            }
          }
          return statement.executeUpdate();
        });
  }

  private static void bind(PreparedStatement statement, int place, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(place, Types.NULL);
      case String text -> statement.setString(place, text);
      case Long number -> statement.setLong(place, number);
      case Boolean truth -> statement.setBoolean(place, truth);
      case byte[] bytes -> statement.setBytes(place, bytes);
      case Instant time ->
          statement.setObject(place, LocalDateTime.ofInstant(time, ZoneOffset.UTC));
      default -> throw new IllegalArgumentException("no column holds a " + value.getClass());
    }
  }

  private static long characters(List<@Nullable Object> row) {
    var characters = 0L;
    for (var value : row) {
      characters +=
          switch (value) {
            case String text -> text.length();
            // In hexadecimal digits.
            case byte[] bytes -> 2L * bytes.length;
            case null, default -> SHORT;
          };
    }
    return characters;
  }
}
