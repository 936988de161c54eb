package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.services.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the database holds, read at one moment.
///
/// @param now the database's clock
record Tables(
    List<GrantRecord> grants,
    List<Change> history,
    Set<String> earlyRevocations,
    long outboxRows,
    Instant now) {

  /// @throws IllegalStateException when the tables cannot be read
  static Tables read(Database database) {
    try (Connection connection = database.connect()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        return new Tables(
            grants(statement),
            history(statement),
            earlyRevocations(statement),
            outboxRows(statement),
            now(statement));
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the tables cannot be read", e);
    }
  }

  private static List<GrantRecord> grants(Statement statement) throws SQLException {
    var grants = new ArrayList<GrantRecord>();
    try (ResultSet row = statement.executeQuery("SELECT * FROM grants ORDER BY number")) {
      while (row.next()) {
        grants.add(
            new GrantRecord(
                row.getString("grant_id"),
                row.getLong("version"),
                row.getString("state"),
                instant(row, "due_at"),
                row.getString("callback_key"),
                row.getString("secrets") != null,
                isFilled(row, "set_aside_at"),
                text(row)));
      }
    }
    return grants;
  }

  private static List<Change> history(Statement statement) throws SQLException {
    var history = new ArrayList<Change>();
    try (ResultSet row =
        statement.executeQuery("SELECT * FROM grant_history ORDER BY grant_id, version")) {
      while (row.next()) {
        history.add(
            new Change(
                row.getString("grant_id"),
                row.getLong("version"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getString("cause")));
      }
    }
    return history;
  }

  private static Set<String> earlyRevocations(Statement statement) throws SQLException {
    var ids = new TreeSet<String>();
    try (ResultSet row = statement.executeQuery("SELECT grant_id FROM early_revocations")) {
      while (row.next()) {
        ids.add(row.getString(1));
      }
    }
    return ids;
  }

  private static long outboxRows(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM outbox")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Instant now(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT UTC_TIMESTAMP(6)")) {
      row.next();
      return row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  /// For columns that a schema may not have.
  private static boolean isFilled(ResultSet row, String column) throws SQLException {
    var columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      if (columns.getColumnName(i).equals(column)) {
        return row.getObject(i) != null;
      }
    }
    return false;
  }

  private static String text(ResultSet row) throws SQLException {
    var text = new StringBuilder();
    var columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      text.append(row.getString(i)).append('\n');
    }
    return text.toString();
  }
}
