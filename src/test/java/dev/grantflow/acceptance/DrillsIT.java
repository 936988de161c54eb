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
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The runbook's drills do to the metrics what their alerts look for. How long that must last
/// before somebody is woken is left out. They wait for what is counted now and then, beside each
/// other.
class DrillsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();
  private final Database database = services.newDatabase();
  private SandboxAuthorizationServer server;
  private GrantflowService grantflow;
  private Commands commands;
  private EventTail events;

  @BeforeEach
  void start() {
    server = SandboxAuthorizationServer.start(Settings.usual());
    var properties = new LinkedHashMap<>(Platform.configuration(server));
    properties.putAll(topics.propertiesInOwnGroup());
    properties.put("grantflow.engine.tries-max", 2);
    properties.put("datasources.default.maximum-pool-size", 2);
    grantflow =
        GrantflowService.start(
            database, services.bootstrapServers(), Platform.freePort(), properties);
    commands = new Commands(services.bootstrapServers(), topics.commands());
    events = new EventTail(services.bootstrapServers(), topics.events(), event -> {});
  }

  @AfterEach
  void stop() {
    events.close();
    commands.close();
    grantflow.close();
    server.close();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void a_damaged_grant_counts_as_faults_and_is_set_aside_until_it_is_mended() throws Exception {
    var drill = Drill.of("GrantflowGrantsSetAside");
    var id = pending(Samples::outgoingPayment);

    drill.change(0, database, id);
    await("grantflow_grants_set_aside", it -> it == 1);
    await("grantflow_grant_faults_total", it -> it == 2);
    drill.change(1, database, id);
    operate("/set-aside/" + id);

    await("grantflow_grants_set_aside", it -> it == 0);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void grants_that_cannot_be_claimed_lag() throws Exception {
    var drill = Drill.of("GrantflowDueLag");
    pending(
        (id, wallet, back) ->
            Samples.outgoingPayment(id, wallet, back)
                .replaceFirst("\\{", "{\"expiresIn\": \"PT10S\","));

    try (var _ = drill.hold(database)) {
      await("grantflow_due_lag_seconds", it -> it > 1);
    }

    await("grantflow_due_lag_seconds", it -> it == 0);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void threads_wait_for_connections_that_a_lock_holds_up() throws Exception {
    var drill = Drill.of("GrantflowPoolExhausted");

    try (var _ = drill.hold(database)) {
      await("hikaricp_connections_pending", it -> it > 0);
    }

    await("hikaricp_connections_pending", it -> it == 0);
  }

  private interface Request {
    String of(String grantId, String walletAddress, URI returnUri);
  }

  private String pending(Request request) {
    var id = Platform.newGrantId();
    var alice = server.walletAddress("alice").toString();
    commands.publish(id, "GrantRequested", request.of(id, alice, Platform.RETURN_URI));
    assertThat(events.await(id, "GrantPending", Platform.PATIENCE)).isNotNull();
    return id;
  }

  private void operate(String path) {
    assertThat(Browser.operate("POST", grantflow.managementUri().resolve(path)).statusCode())
        .isEqualTo(204);
  }

  private void await(String metric, DoublePredicate wanted) {
    var latest = Instant.now().plus(PATIENCE);
    while (!wanted.test(value(metric))) {
      assertThat(Instant.now()).as(metric).isBefore(latest);
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    }
  }

  private double value(String metric) {
    return Scrape.read(Browser.operate(grantflow.managementUri().resolve("/prometheus")).body())
        .value(metric);
  }
}
