package dev.grantflow.sandbox.services;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes schemas of their own for tests, so that they cannot meet in one table. Safe for use by
/// several threads.
final class Schemas implements AutoCloseable {

  private static final Pattern URL = Pattern.compile("(jdbc:mysql://[^/?]+)(/[^?]*)?(\\?.*)?");

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

  private void run(String... statements) {
    try (Connection connection =
            DriverManager.getConnection(
                urlOf(addresses.mysqlUrl(), ""), addresses.user(), addresses.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new ServicesUnavailable("MySQL does not let its user make or drop a schema", e);
    }
  }
}
