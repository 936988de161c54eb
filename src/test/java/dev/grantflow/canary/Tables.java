package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.grantflow.sandbox.services.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/// The service's database, seen by somebody who may read all of it.
final class Tables implements AutoCloseable {

  private static final int TRIES = 600;

  private final Connection connection;

  Tables(Database database) throws SQLException {
    connection = database.connect();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
  }

  /// From now on messages stay in the outbox, as they do while Kafka is away.
  void holdOutbox() throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT number FROM outbox_relay FOR UPDATE");
    }
  }

  void letOutboxGo() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  /// Returns when as many messages wait as is wished.
  void awaitOutbox(LongPredicate wish) throws SQLException {
    for (int i = 0; i < TRIES; i++) {
      if (wish.test(Long.parseLong(value("SELECT COUNT(*) FROM outbox")))) {
        return;
      }
      value("SELECT SLEEP(0.05)");
    }
    throw new IllegalStateException("the outbox has too many messages or too few");
  }

  /// Where MySQL keeps its files, as it sees them.
  Path folder() throws SQLException {
    return Path.of(value("SELECT @@datadir"));
  }

  /// Every column of every table, all rows of it in one text, by `table.column`.
  Map<String, String> columns() throws SQLException {
    var columns = new LinkedHashMap<String, String>();
    try (var tables =
        connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
      while (tables.next()) {
        var table = tables.getString("TABLE_NAME");
        try (var statement = connection.createStatement();
            var rows = statement.executeQuery("SELECT * FROM `" + table + "`")) {
          collect(table, rows, columns);
        }
      }
    }
    return columns;
  }

  private static void collect(String table, ResultSet rows, Map<String, String> columns)
      throws SQLException {
    var names = rows.getMetaData();
    while (rows.next()) {
      for (int i = 1; i <= names.getColumnCount(); i++) {
        var bytes = rows.getBytes(i);
        if (bytes != null) {
          columns.merge(
              table + "." + names.getColumnName(i),
              new String(bytes, ISO_8859_1),
              (one, other) -> one + "\n" + other);
        }
      }
    }
  }

  private String value(String query) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
