package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The artifact as it is deployed: a process of its own that is told everything by its environment.
class PackagedServiceIT {

  @TempDir Path folder;

  @Test
  void the_artifact_holds_nothing_of_sandbox_and_tests() throws IOException {
    try (var jar = new JarFile(PackagedService.JAR.toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .contains("dev/grantflow/Grantflow.class")
          .noneMatch(name -> name.contains("sandbox") || name.endsWith("Test.class"));
    }
    assertThat(PackagedService.JAR.resolveSibling("lib").toFile().list())
        .noneMatch(name -> name.startsWith("junit") || name.startsWith("testcontainers"))
        .noneMatch(name -> name.startsWith("kafka_") || name.startsWith("playwright"));
  }

  @Test
  void a_process_with_its_settings_in_the_environment_serves_and_ends_when_told_to()
      throws Exception {
    var services = LocalServices.shared();
    var topics = Topics.fresh();
    var port = Platform.freePort();
    var managementPort = Platform.freePort();
    var log = folder.resolve("grantflow.log");
    try (var server = SandboxAuthorizationServer.start(Settings.usual())) {
      var service = new PackagedService(services, services.newDatabase(), topics, server, folder);
      var process = service.start(port, managementPort, log);
      try (var commands = new Commands(services.bootstrapServers(), topics.commands());
          var events = new EventTail(services.bootstrapServers(), topics.events(), event -> {})) {
        var grantId = Platform.newGrantId();
        var bob = server.walletAddress("bob").toString();

        commands.publish(grantId, "GrantRequested", Samples.incomingPayment(grantId, bob));

        events.await(grantId, "GrantFinalized", Platform.PATIENCE);
        assertThat(get(managementPort, "/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get(managementPort, "/health/readiness").body())
            .contains("kafka")
            .contains("jdbc");
        assertThat(get(managementPort, "/prometheus").body())
            .contains("grantflow_grant_changes_total");
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ends within 20 s").isTrue();
        assertThat(log).content().contains("grant changed").contains("grantId=\"" + grantId);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static HttpResponse<String> get(int port, String path) {
    return Browser.operate(URI.create("http://127.0.0.1:" + port + path));
  }
}
