package dev.grantflow.bench;

import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.SandboxKeyset;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The packaged service as a process of its own, with its default settings but for what a test bed
/// on one machine needs.
record Replica(Process process, String topics, URI uri) implements AutoCloseable {

  /// @param home publishes the client's key
  /// @param topics prefix of topics of its own
  /// @param more settings as environment variables
  static Replica start(
      SandboxAuthorizationServer home,
      Database database,
      String bootstrapServers,
      String topics,
      Map<String, String> more)
      throws IOException {
    var folder = Files.createTempDirectory("grantflow-bench");
    var key = SandboxKey.make("bench-key-" + topics, folder);
    home.publishKey("shop", key.keyId(), key.publicKey());
    var port = freePort();
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(java, "-Xmx512m", "-jar", System.getProperty("grantflow.jar"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("grantflow.log").toFile());
    var environment = builder.environment();
    environment.put("GRANTFLOW_PORT", Integer.toString(port));
    environment.put("GRANTFLOW_MANAGEMENT_PORT", Integer.toString(freePort()));
    environment.put("GRANTFLOW_PUBLIC_URI", "http://127.0.0.1:" + port);
    environment.put("MYSQL_URL", database.jdbcUrl());
    environment.put("MYSQL_USER", database.user());
    environment.put("MYSQL_PASSWORD", database.password());
    environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
    environment.put(SandboxKeyset.VARIABLE, SandboxKeyset.shared().toString());
    environment.put("GRANTFLOW_KAFKA_COMMANDS_TOPIC", topics + ".commands");
    environment.put("GRANTFLOW_KAFKA_EVENTS_TOPIC", topics + ".events");
    environment.put("GRANTFLOW_KAFKA_DEAD_LETTER_TOPIC", topics + ".dead-letters");
    environment.put("GRANTFLOW_SANDBOX", "true");
    environment.put("GRANTFLOW_EGRESS_PORTS", "any");
    environment.put("GRANTFLOW_EGRESS_ALLOW_HTTP", "true");
    environment.put("GRANTFLOW_EGRESS_ALLOW_LOOPBACK", "true");
    environment.put("GRANTFLOW_CLIENTS_SHOP_WALLET_ADDRESS", home.walletAddress("shop").toString());
    environment.put("GRANTFLOW_CLIENTS_SHOP_KEY_ID", key.keyId());
    environment.put("GRANTFLOW_CLIENTS_SHOP_KEY_FILE", key.file().toString());
    environment.putAll(more);
    var process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new Replica(process, topics, URI.create("http://127.0.0.1:" + port));
  }

  private static int freePort() throws IOException {
    return FreePorts.choose(1).getFirst();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
