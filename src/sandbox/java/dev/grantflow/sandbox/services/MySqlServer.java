package dev.grantflow.sandbox.services;

import dev.grantflow.sandbox.services.FreePorts.PortTaken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A MySQL server as a child process.
record MySqlServer(RestartableChild server, String url, String password) implements AutoCloseable {

  static final String USER = "grantflow_admin";

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PATIENCE = "&connectTimeout=2000&socketTimeout=5000";

  /// @param folder empty, for this server alone
  static MySqlServer start(MySqlInstallation mysql, Path folder, Durability durability)
      throws IOException, InterruptedException {
    String password = UUID.randomUUID().toString();
    Path init = folder.resolve("init.sql");
    Files.writeString(
        init,
        """
        CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY '%2$s';
        GRANT ALL ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
        ALTER USER 'root'@'localhost' IDENTIFIED BY '%2$s';
        """
            .formatted(USER, password));
    return FreePorts.retry(
        1,
        ports -> {
          Path data = folder.resolve("data");
          FileTrees.delete(data);
          FileTrees.copySparse(mysql.template(), data);
          return start(mysql, folder, init, ports.getFirst(), password, durability);
        });
  }

  static MySqlServer start(
      MySqlInstallation mysql,
      Path folder,
      Path init,
      int port,
      String password,
      Durability durability)
      throws IOException, InterruptedException, PortTaken {
    List<String> command = new ArrayList<>(mysql.command());
    command.addAll(durability.mysqlOptions());
    command.addAll(
        List.of(
            "--datadir=" + folder.resolve("data"),
            "--init-file=" + init,
            "--bind-address=127.0.0.1",
            "--port=" + port,
            // Relative to the data folder: an absolute path may be longer than a socket's can be.
            "--socket=mysql.sock",
            "--pid-file=mysql.pid",
            "--mysqlx=OFF",
            "--skip-name-resolve",
            "--max-connections=500"));
    String url =
        "jdbc:mysql://127.0.0.1:%d/?sslMode=DISABLED&allowPublicKeyRetrieval=true".formatted(port);
    RestartableChild server =
        RestartableChild.launch(
            () -> {
              ChildServer child =
                  ChildServer.start(
                      "MySQL", command, mysql.environment(), folder.resolve("server.log"));
              child.awaitReady(LIMIT, () -> answers(url, password));
              return child;
            });
    return new MySqlServer(server, url, password);
  }

  /// Only the server that was started here knows the password.
  private static boolean answers(String url, String password) {
    try (Connection connection = DriverManager.getConnection(url + PATIENCE, USER, password)) {
      return connection.isValid(5);
    } catch (SQLException _) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "MySqlServer[url=" + url + "]";
  }

  @Override
  public void close() {
    server.kill();
  }
}
