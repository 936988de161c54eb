package dev.grantflow.sandbox.services;

import dev.grantflow.sandbox.services.Authority.ServerCertificate;
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
  private static final String PATIENCE =
      "&connectTimeout=2000&socketTimeout=5000&openTelemetry=DISABLED";

  private static final String PLAIN = "sslMode=DISABLED&allowPublicKeyRetrieval=true";

  /// @param folder empty, for this server alone
  static MySqlServer start(MySqlInstallation mysql, Path folder, Durability durability)
      throws IOException, InterruptedException {
    return start(mysql, folder, durability.mysqlOptions(), "127.0.0.1", PLAIN);
  }

  /// Takes TLS only.
  ///
  /// @param folder empty, for this server alone
  /// @param certificate for `localhost`
  static MySqlServer startSecured(
      MySqlInstallation mysql, Path folder, Authority authority, ServerCertificate certificate)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(Durability.NONE.mysqlOptions());
    options.add("--require-secure-transport=ON");
    options.add("--tls-version=TLSv1.2,TLSv1.3");
    options.add("--ssl-ca=" + authority.pem());
    options.add("--ssl-cert=" + certificate.chain());
    options.add("--ssl-key=" + certificate.key());
    String parameters =
        "sslMode=VERIFY_IDENTITY&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStoreUrl=%s&trustCertificateKeyStorePassword=%s"
            .formatted(authority.trustStore().toUri(), Authority.PASSWORD);
    return start(mysql, folder, options, "localhost", parameters);
  }

  private static MySqlServer start(
      MySqlInstallation mysql, Path folder, List<String> options, String host, String parameters)
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
          int port = ports.getFirst();
          String url = "jdbc:mysql://%s:%d/?%s".formatted(host, port, parameters);
          return start(mysql, folder, init, port, url, password, options);
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
    String url = "jdbc:mysql://127.0.0.1:%d/?%s".formatted(port, PLAIN);
    return start(mysql, folder, init, port, url, password, durability.mysqlOptions());
  }

  private static MySqlServer start(
      MySqlInstallation mysql,
      Path folder,
      Path init,
      int port,
      String url,
      String password,
      List<String> options)
      throws IOException, InterruptedException, PortTaken {
    List<String> command = new ArrayList<>(mysql.command());
    command.addAll(options);
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
