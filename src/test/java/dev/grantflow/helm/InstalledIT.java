package dev.grantflow.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.SandboxKeyset;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.FreePorts;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an installation goes through, in Helm's order: Jobs, replica, test. The processes are given
/// what the rendered objects say, on a real MySQL and a real Kafka.
@Timeout(180)
class InstalledIT {

  private static final int PATIENCE_SECONDS = 60;
  private static final Duration PAUSE = Duration.ofMillis(200);

  @TempDir Path etc;

  @TempDir Path logs;

  @Test
  void jobs_replica_and_test_work_with_what_the_chart_gives_them() throws Exception {
    var database = LocalServices.shared().newDatabase();
    var ports = FreePorts.choose(2);
    var cluster =
        new Cluster(
            etc,
            Map.of(
                "grantflow-mysql/username", database.user(),
                "grantflow-mysql/password", database.password()));
    try (var server = SandboxAuthorizationServer.start(Settings.usual())) {
      var installation = Chart.with(values(database, ports, server));

      succeed(cluster, installation, "Job pay-grantflow-migrate");
      succeed(cluster, installation, "Job pay-grantflow-topics");
      var replica =
          cluster.run(
              installation,
              workload(installation, "Deployment pay-grantflow"),
              logs.resolve("replica"));
      try {
        awaitReadiness(replica, ports.getLast());
        // The sandbox speaks plain HTTP, which the chart's value for wallet addresses does not
        // take.
        var wallet = server.walletAddress("alice").toString();
        succeed(cluster, installation, "Pod pay-grantflow-test", wallet);
        assertThat(server.books().grants())
            .singleElement()
            .satisfies(it -> assertThat(it.tokensLive()).isZero());
      } finally {
        replica.destroy();
      }
      assertThat(replica.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private String values(Database database, List<Integer> ports, SandboxAuthorizationServer server)
      throws IOException {
    var key = SandboxKey.make("test-key", Files.createDirectories(etc.resolve("secrets/clients")));
    server.publishKey("shop", key.keyId(), key.publicKey());
    SandboxKeyset.make(Files.createDirectories(etc.resolve("secrets/keyset")));
    return """
    publicUri: http://localhost:%1$d
    clients:
      shop:
        wallet-address: %3$s
        key-id: test-key
        key-file: /etc/grantflow/secrets/clients/test-key.pem
    mysql:
      url: '%4$s'
      tls: {mode: DISABLED}
    kafka:
      bootstrapServers: '%5$s'
      securityProtocol: PLAINTEXT
      topics: {commands: %6$s.in, events: %6$s.out, deadLetter: %6$s.dead, job: true}
    transport: {plain: true}
    migration: job
    config:
      grantflow:
        sandbox: true
        egress: {allow-http: true, allow-loopback: true, ports: any}
        shutdown: {notice: 0s}
    extraEnv:
      - {name: GRANTFLOW_PORT, value: '%1$d'}
      - {name: GRANTFLOW_MANAGEMENT_PORT, value: '%2$d'}
    """
        .formatted(
            ports.getFirst(),
            ports.getLast(),
            server.walletAddress("shop"),
            database.jdbcUrl(),
            LocalServices.shared().bootstrapServers(),
            "chart-" + UUID.randomUUID());
  }

  private static Workload workload(Installation installation, String name) {
    return installation.workloads().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  /// What it said is shown where it does not.
  private void succeed(Cluster cluster, Installation installation, String name, String... more)
      throws IOException, InterruptedException {
    var workload = workload(installation, name);
    var log = logs.resolve(workload.own().getName());
    var process = cluster.run(installation, reachable(installation, workload), log, more);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(name).isTrue();
    assertThat(process.exitValue()).as("%s says %s", name, Files.readString(log)).isZero();
  }

  /// Names of Services mean nothing here.
  private static Workload reachable(Installation installation, Workload workload) {
    var port =
        workload.own().getEnv().stream()
            .filter(it -> it.getName().equals("GRANTFLOW_MANAGEMENT_PORT"))
            .map(it -> it.getValue())
            .findFirst()
            .orElseThrow();
    var service = installation.deployment().getMetadata().getName() + "-management:8081";
    workload.own().getArgs().replaceAll(it -> it.replace(service, "localhost:" + port));
    return workload;
  }

  private void awaitReadiness(Process replica, int port) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:%d/health/readiness".formatted(port)))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      for (int round = 0; round < PATIENCE_SECONDS * 5; round++) {
        assertThat(replica.isAlive()).as(() -> said(logs.resolve("replica"))).isTrue();
        if (isReady(client, request)) {
          return;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    throw new AssertionError("not ready: " + said(logs.resolve("replica")));
  }

  private static boolean isReady(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private static String said(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
