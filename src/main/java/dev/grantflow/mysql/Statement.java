package dev.grantflow.mysql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// A statement that is put together of pieces with their parameters. Not thread-safe.
final class Statement {

  private final StringBuilder sql;
  private final List<Object> parameters;

  /// @param text of ours, never a caller's
  Statement(String text, Object... parameters) {
    this.sql = new StringBuilder(text);
    this.parameters = new ArrayList<>(List.of(parameters));
  }

  Statement add(String text, Object... more) {
    sql.append('\n').append(text);
    parameters.addAll(List.of(more));
    return this;
  }

  Statement add(Statement other) {
    return add(other.sql(), other.parameters.toArray());
  }

  String sql() {
    return sql.toString();
  }

  void bind(PreparedStatement prepared) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      var value = parameters.get(i);
      prepared.setObject(
          i + 1,
          value instanceof Instant instant
              ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
              : value);
    }
  }

  /// A column that holds UTC.
  static Instant instant(ResultSet found, String column) throws SQLException {
    return found.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }
}
