package dev.grantflow.bench;

import dev.grantflow.sandbox.services.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A connection to MySQL beside the service's, and what MySQL counts of its own accord.
final class MySql implements AutoCloseable {

  private final Connection connection;

  MySql(Database database) {
    try {
      connection =
          DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// Its counters, with the names that a reader understands.
  enum Counter {
    /// Each transaction that writes goes into the binary log once.
    BINLOG_CACHE_USE("durable commits"),
    COM_COMMIT("COMMIT statements"),
    QUESTIONS("statements"),
    INNODB_ROWS_INSERTED("rows inserted"),
    INNODB_ROWS_UPDATED("rows updated"),
    INNODB_ROWS_DELETED("rows deleted"),
    INNODB_ROWS_READ("rows read"),
    INNODB_OS_LOG_FSYNCS("redo log syncs"),
    INNODB_OS_LOG_WRITTEN("redo log bytes");

    private final String meaning;

    Counter(String meaning) {
      this.meaning = meaning;
    }

    String meaning() {
      return meaning;
    }
  }

  Map<String, Long> read() {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW GLOBAL STATUS")) {
      var counted = new HashMap<String, Long>();
      while (rows.next()) {
        for (var counter : Counter.values()) {
          if (counter.name().equalsIgnoreCase(rows.getString(1))) {
            counted.put(counter.meaning(), rows.getLong(2));
          }
        }
      }
      return counted;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  long number(String query) {
    return numbers(query).getFirst();
  }

  List<Long> numbers(String query) {
    return texts(query).stream().map(Long::valueOf).toList();
  }

  /// The first column.
  List<String> texts(String query) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// Runs a statement that changes something.
  void run(String sql) {
    try (var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
