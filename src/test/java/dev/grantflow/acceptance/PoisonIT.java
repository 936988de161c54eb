package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.GrantflowService;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// One grant's row is damaged: the service fails whenever it looks at it, and at nothing else.
class PoisonIT {

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();

  @Test
  void a_damaged_grant_and_a_command_for_it_stop_no_other_and_go_on_once_it_is_mended()
      throws Exception {
    var database = services.newDatabase();
    try (var server = SandboxAuthorizationServer.start(Settings.usual());
        var grantflow = start(database, server);
        var commands = new Commands(services.bootstrapServers(), topics.commands());
        var events = new EventTail(services.bootstrapServers(), topics.events(), event -> {})) {
      var damaged = Platform.newGrantId();
      var alice = server.walletAddress("alice").toString();
      commands.publish(
          damaged, "GrantRequested", Samples.outgoingPayment(damaged, alice, Platform.RETURN_URI));
      events.await(damaged, "GrantPending", Platform.PATIENCE);
      execute(
          database,
          "UPDATE grants SET facts = CONCAT('[', facts, ']'), due_at = '2020-01-01'"
              + " WHERE grant_id = '%s'".formatted(damaged));

      awaitSetAside(grantflow, damaged);
      commands.publish(damaged, "GrantRevokeRequested", Samples.revocation(damaged, "why not"));
      var other = Platform.newGrantId();
      commands.publish(other, "GrantRequested", Samples.incomingPayment(other, alice));

      var rejected = events.await(damaged, "GrantCommandRejected", Platform.PATIENCE);
      assertThat(rejected.data().toString()).contains("internal_error");
      events.await(other, "GrantFinalized", Platform.PATIENCE);
      execute(
          database,
          "UPDATE grants SET facts = SUBSTR(facts, 2, CHAR_LENGTH(facts) - 2),"
              + " was_due_at = expires_at"
              + " WHERE grant_id = '%s'".formatted(damaged));
      assertThat(send(grantflow, "POST", "/set-aside/" + damaged)).isEqualTo("204 ");
      commands.publish(damaged, "GrantRevokeRequested", Samples.revocation(damaged, "why not"));
      events.await(damaged, "GrantRevoked", Platform.PATIENCE);
      assertThat(send(grantflow, "GET", "/set-aside")).isEqualTo("200 []");
    }
  }

  private GrantflowService start(Database database, SandboxAuthorizationServer server) {
    var properties = new LinkedHashMap<>(Platform.configuration(server));
    properties.putAll(topics.properties());
    properties.put("grantflow.engine.tries-max", 2);
    properties.put("grantflow.kafka.partitions", 1);
    properties.put("grantflow.kafka.accept-retry-pause", "100ms");
    return GrantflowService.start(
        database, services.bootstrapServers(), Platform.freePort(), properties);
  }

  private static void awaitSetAside(GrantflowService grantflow, String grantId)
      throws IOException, InterruptedException {
    var latest = System.nanoTime() + Platform.PATIENCE.toNanos();
    var listed = "";
    while (!listed.contains(grantId) && System.nanoTime() < latest) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      listed = send(grantflow, "GET", "/set-aside");
    }
    assertThat(listed).contains(grantId, "\"state\":\"PENDING\"", "\"faults\":2", "ColumnJson");
  }

  private static String send(GrantflowService grantflow, String method, String path)
      throws IOException, InterruptedException {
    URI uri = grantflow.managementUri().resolve(path);
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(uri)
              .header("Authorization", Platform.IDENTITY.authorization())
              .method(method, BodyPublishers.noBody())
              .build();
      var response = client.send(request, BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    }
  }

  private static void execute(Database database, String statement) throws SQLException {
    try (var connection = database.connect();
        var sql = connection.createStatement()) {
      assertThat(sql.executeUpdate(statement)).isOne();
    }
  }
}
