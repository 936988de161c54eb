package dev.grantflow.sandbox.services;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An empty schema and the only user that may work in it.
public record Database(String jdbcUrl, String user, String password) {

  private static final Pattern ADDRESS = Pattern.compile("//([^:/?]+)(?::([0-9]+))?");
  private static final String USUAL_PORT = "3306";

  /// The driver would look for a tracer first, and print that it found none.
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("openTelemetry", "DISABLED");
    return DriverManager.getConnection(jdbcUrl, properties);
  }

  /// A network that can fail, on the way to the server.
  public TcpProxy proxy() {
    Matcher address = address();
    String port = Objects.requireNonNullElse(address.group(2), USUAL_PORT);
    return TcpProxy.to(Objects.requireNonNull(address.group(1)), Integer.parseInt(port));
  }

  /// The same schema, reached through a proxy.
  public Database through(TcpProxy proxy) {
    return new Database(address().replaceFirst("//127.0.0.1:" + proxy.port()), user, password);
  }

  private Matcher address() {
    Matcher address = ADDRESS.matcher(jdbcUrl);
    if (!address.find()) {
      throw new IllegalStateException("no address in " + jdbcUrl);
    }
    return address;
  }

  @Override
  public String toString() {
    return "Database[jdbcUrl=" + jdbcUrl + ", user=" + user + "]";
  }
}
