package dev.grantflow.acceptance;

import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.SandboxKeyset;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Starts processes of the artifact that are told everything by their environment.
final class PackagedService {

  static final Path JAR = Path.of(System.getProperty("grantflow.jar"));

  private final LocalServices services;
  private final Database database;
  private final Topics topics;
  private final SandboxAuthorizationServer server;
  private final SandboxKey key;

  PackagedService(
      LocalServices services,
      Database database,
      Topics topics,
      SandboxAuthorizationServer server,
      Path folder)
      throws IOException {
    this.services = services;
    this.database = database;
    this.topics = topics;
    this.server = server;
    this.key = SandboxKey.make("packaged-key", folder);
    server.publishKey("shop", key.keyId(), key.publicKey());
  }

  Process start(int port, Path log) throws IOException {
    return start(port, Platform.freePort(), log);
  }

  /// @param managementPort where its health and its metrics are to be seen
  Process start(int port, int managementPort, Path log) throws IOException {
    return prepare(port, managementPort, log, arguments()).start();
  }

  /// What stands behind `java` for the artifact as it is deployed.
  static List<String> arguments() {
    return arguments(StartCache.options());
  }

  static List<String> arguments(List<String> options) {
    return join(options, List.of("-jar", JAR.toString()));
  }

  /// What stands behind `java` for the artifact with something beside it. Its manifest names its
  /// libraries here, too.
  static List<String> argumentsWith(Path beside) {
    var classPath = JAR + File.pathSeparator + beside;
    return join(StartCache.options(), List.of("-cp", classPath, "dev.grantflow.Grantflow"));
  }

  private static List<String> join(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /// @param arguments of `java`
  ProcessBuilder prepare(int port, int managementPort, Path log, List<String> arguments) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var command = join(List.of(java.toString()), arguments);
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(topics.environment());
    builder.environment().putAll(Platform.IDENTITY.environment());
    builder
        .environment()
        .putAll(
            Map.ofEntries(
                Map.entry("GRANTFLOW_PORT", Integer.toString(port)),
                Map.entry("GRANTFLOW_MANAGEMENT_PORT", Integer.toString(managementPort)),
                Map.entry("GRANTFLOW_SHUTDOWN_NOTICE", "0s"),
                Map.entry("GRANTFLOW_PUBLIC_URI", "http://127.0.0.1:" + port),
                Map.entry("GRANTFLOW_ENGINE_LEASE", "7s"),
                Map.entry("GRANTFLOW_EGRESS_DEADLINE", "3s"),
                Map.entry("MYSQL_URL", database.jdbcUrl()),
                Map.entry("MYSQL_USER", database.user()),
                Map.entry("MYSQL_PASSWORD", database.password()),
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", services.bootstrapServers()),
                Map.entry("GRANTFLOW_ENCRYPTION_KEYSET_FILE", SandboxKeyset.shared().toString()),
                Map.entry("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT"),
                Map.entry("KAFKA_SESSION_TIMEOUT_MS", "6000"),
                Map.entry("KAFKA_HEARTBEAT_INTERVAL_MS", "1000"),
                Map.entry("GRANTFLOW_SANDBOX", "true"),
                Map.entry("GRANTFLOW_EGRESS_PORTS", "any"),
                // Everybody comes from here, and some load a page until it is there.
                Map.entry("GRANTFLOW_HTTP_CALLS_PER_SOURCE", "1000000"),
                Map.entry("GRANTFLOW_HTTP_CALLS_PER_ID", "1000000"),
                Map.entry("GRANTFLOW_HTTP_TRUSTED_PROXIES", "127.0.0.0/8,::1"),
                Map.entry("GRANTFLOW_EGRESS_ALLOW_HTTP", "true"),
                Map.entry("GRANTFLOW_EGRESS_ALLOW_LOOPBACK", "true"),
                Map.entry(
                    "GRANTFLOW_CLIENTS_SHOP_WALLET_ADDRESS",
                    server.walletAddress("shop").toString()),
                Map.entry("GRANTFLOW_CLIENTS_SHOP_RETURN_URIS", Platform.RETURN_URI.toString()),
                Map.entry("GRANTFLOW_CLIENTS_SHOP_KEY_ID", key.keyId()),
                Map.entry("GRANTFLOW_CLIENTS_SHOP_KEY_FILE", key.file().toString())));
    return builder;
  }
}
