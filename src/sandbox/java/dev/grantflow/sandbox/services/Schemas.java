package dev.grantflow.sandbox.services;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes schemas of their own for tests, so that they cannot meet in one table. Safe for use by
/// several threads.
final class Schemas implements AutoCloseable {

  private static final Pattern URL = Pattern.compile("(jdbc:mysql://[^/?]+)(/[^?]*)?(\\?.*)?");

  private static final Duration FLUSHED_WITHIN = Duration.ofSeconds(60);
  private static final String DIRTY_PAGES =
      "SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'";

  private final Addresses addresses;
  private final List<String> made = new ArrayList<>();

  Schemas(Addresses addresses) {
    this.addresses = addresses;
  }

  synchronized Database make() {
    String name = "grantflow_" + UUID.randomUUID().toString().substring(0, 13).replace("-", "");
    String password = UUID.randomUUID().toString();
    run(
        "CREATE DATABASE " + name,
        "CREATE USER '%s'@'%%' IDENTIFIED BY '%s'".formatted(name, password),
        "GRANT ALL ON %s.* TO '%s'@'%%'".formatted(name, name));
    made.add(name);
    return new Database(urlOf(addresses.mysqlUrl(), name), name, password);
  }

  /// Pages are written when none may be dirty, those of the log before them.
  void flush() {
    try (Connection connection = server().connect();
        Statement statement = connection.createStatement()) {
      String usual = value(statement, "SELECT @@innodb_max_dirty_pages_pct");
      statement.execute("SET GLOBAL innodb_max_dirty_pages_pct = 0");
      try {
        awaitNoneDirty(statement);
      } finally {
        statement.execute("SET GLOBAL innodb_max_dirty_pages_pct = " + usual);
      }
    } catch (SQLException e) {
      throw new ServicesUnavailable("MySQL does not let its user have its pages written", e);
    }
  }

  /// It starts with little of both, which takes no time to lay out.
  void makeRoom() {
    run(
        "SET GLOBAL innodb_redo_log_capacity = 536870912",
        "SET GLOBAL innodb_buffer_pool_size = 1073741824");
  }

  private static void awaitNoneDirty(Statement statement) throws SQLException {
    long end = System.nanoTime() + FLUSHED_WITHIN.toNanos();
    while (!value(statement, DIRTY_PAGES).equals("0")) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("MySQL still holds pages after " + FLUSHED_WITHIN);
      }
      statement.execute("DO SLEEP(0.1)");
    }
  }

  private static String value(Statement statement, String query) throws SQLException {
    try (ResultSet found = statement.executeQuery(query)) {
      found.next();
      return found.getString(found.getMetaData().getColumnCount());
    }
  }

  /// Only a server that somebody else runs still has the schemas afterwards.
  @Override
  public synchronized void close() {
    for (String name : made) {
      run("DROP DATABASE " + name, "DROP USER '%s'@'%%'".formatted(name));
    }
    made.clear();
  }

  static String urlOf(String url, String schema) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new ServicesUnavailable(
          Settings.MYSQL_URL + " must look like jdbc:mysql://host:port/?parameter=value");
    }
    String parameters = parts.group(3);
    return parts.group(1) + "/" + schema + (parameters == null ? "" : parameters);
  }

  private Database server() {
    return new Database(urlOf(addresses.mysqlUrl(), ""), addresses.user(), addresses.password());
  }

  private void run(String... statements) {
    try (Connection connection = server().connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new ServicesUnavailable(
          "MySQL does not let its user make or drop a schema, or give it room", e);
    }
  }
}
