package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The artifact as it is deployed: a process of its own that is told everything by its environment.
class PackagedServiceIT {

  private static final Path JAR = Path.of(System.getProperty("grantflow.jar"));

  @TempDir Path folder;

  @Test
  void the_artifact_holds_nothing_of_sandbox_and_tests() throws IOException {
    try (var jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .contains("dev/grantflow/Grantflow.class")
          .noneMatch(name -> name.contains("sandbox") || name.endsWith("Test.class"));
    }
    assertThat(JAR.resolveSibling("lib").toFile().list())
        .noneMatch(name -> name.startsWith("junit") || name.startsWith("testcontainers"))
        .noneMatch(name -> name.startsWith("kafka_") || name.startsWith("playwright"));
  }

  @Test
  void a_process_with_its_settings_in_the_environment_serves_and_ends_when_told_to()
      throws Exception {
    var services = LocalServices.shared();
    var port = freePort();
    var log = folder.resolve("grantflow.log");
    try (var server = SandboxAuthorizationServer.start(Settings.usual())) {
      var process = start(services, server, port, log);
      try (var commands = new Commands(services.bootstrapServers());
          var events = new EventTail(services.bootstrapServers(), event -> {})) {
        var grantId = Platform.newGrantId();
        var bob = server.walletAddress("bob").toString();

        commands.publish(grantId, "GrantRequested", Samples.incomingPayment(grantId, bob));

        events.await(grantId, "GrantFinalized", Platform.PATIENCE);
        assertThat(get(port, "/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get(port, "/health/readiness").body()).contains("kafka").contains("jdbc");
        assertThat(get(port, "/prometheus").body()).contains("grantflow_grant_changes_total");
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ends within 20 s").isTrue();
        assertThat(log).content().contains("grant changed").contains("grantId=\"" + grantId);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private Process start(
      LocalServices services, SandboxAuthorizationServer server, int port, Path log)
      throws IOException {
    var key = SandboxKey.make("packaged-key", folder);
    var database = services.newDatabase();
    server.publishKey("shop", key.keyId(), key.publicKey());
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var builder =
        new ProcessBuilder(java.toString(), "-jar", JAR.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.ofEntries(
                Map.entry("GRANTFLOW_PORT", Integer.toString(port)),
                Map.entry("GRANTFLOW_PUBLIC_URI", "http://127.0.0.1:" + port),
                Map.entry("MYSQL_URL", database.jdbcUrl()),
                Map.entry("MYSQL_USER", database.user()),
                Map.entry("MYSQL_PASSWORD", database.password()),
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", services.bootstrapServers()),
                Map.entry("GRANTFLOW_EGRESS_ALLOW_HTTP", "true"),
                Map.entry("GRANTFLOW_EGRESS_ALLOW_LOOPBACK", "true"),
                Map.entry(
                    "GRANTFLOW_CLIENTS_SHOP_WALLET_ADDRESS",
                    server.walletAddress("shop").toString()),
                Map.entry("GRANTFLOW_CLIENTS_SHOP_RETURN_URIS", "https://shop.example/return"),
                Map.entry("GRANTFLOW_CLIENTS_SHOP_KEY_ID", key.keyId()),
                Map.entry("GRANTFLOW_CLIENTS_SHOP_KEY_FILE", key.file().toString())));
    return builder.start();
  }

  private static HttpResponse<String> get(int port, String path) {
    return Browser.get(URI.create("http://127.0.0.1:" + port + path));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
