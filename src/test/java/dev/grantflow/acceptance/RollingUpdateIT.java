package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.audit.Auditor;
import dev.grantflow.sandbox.audit.EventLog;
import dev.grantflow.sandbox.audit.Quiet;
import dev.grantflow.sandbox.audit.SentCommands;
import dev.grantflow.sandbox.audit.Settled;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import dev.grantflow.sandbox.services.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A release replaces another as a platform does it: the new replica comes up beside the old one,
/// works with it for a while, and then the old one is told to end; and it is taken back in the same
/// way. Services go on publishing, and users go on coming back, all the while.
class RollingUpdateIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GRACE_PERIOD = Duration.ofSeconds(30);

  /// So much later than the process does the way in hear of its end; half of what it is given.
  private static final Duration NOTICED = Duration.ofMillis(500);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /// What a JVM that was told to end, and did so by itself, ends with.
  private static final int TERMINATED = 143;

  /// About half of what there are at any time while nothing is in the way.
  private static final int UNDER_WAY = 5;

  private static final int TRAVELLERS_MIN = 100;
  private static final Pattern FINALIZED =
      Pattern.compile("grantflow_grant_changes_total\\{[^}]*to=\"FINALIZED\"");

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();
  private final Database database = services.newDatabase();
  private final SentCommands sent = new SentCommands();

  @TempDir Path folder;

  @Test
  void an_update_under_load_and_its_taking_back_lose_and_double_nothing() throws Exception {
    var settings =
        Settings.usual().withMinWait(Duration.ofSeconds(1)).withSlowness(Duration.ofSeconds(1));
    try (var server = SandboxAuthorizationServer.start(settings)) {
      var service = new PackagedService(services, database, topics, server, folder);
      var port = Platform.freePort();
      try (var door = TcpProxy.to("127.0.0.1", port);
          var old = start(service, Release.OLDER, "old", port, door);
          var commands = new Commands(services.bootstrapServers(), topics.commands());
          var events = new EventTail(services.bootstrapServers(), topics.events(), event -> {});
          var crowd =
              Crowd.setOut(journey -> new Traveller(journey, server, commands, sent, events))) {
        assertThat(schema()).isNotEqualTo(Release.SCHEMA);
        List<Traveller> travellers;

        try (var update = start(service, Release.NEWER, "new", Platform.freePort(), door)) {
          replace(old, update, crowd, door);
          try (var back = start(service, Release.OLDER, "back", Platform.freePort(), door)) {
            replace(update, back, crowd, door);
            travellers = crowd.awaitHome(PATIENCE);
            new Settled(database, services.bootstrapServers(), topics.commands())
                .awaitRest(PATIENCE);
          }
        }

        assertThat(schema()).as("the older release leaves it").isEqualTo(Release.SCHEMA);
        assertThat(travellers).hasSizeGreaterThan(TRAVELLERS_MIN);
        assertThat(travellers)
            .filteredOn(it -> !it.told().equals(it.journey().told()))
            .extracting(it -> it + " was told " + it.told())
            .isEmpty();
        var log = EventLog.read(services.bootstrapServers(), topics.events(), topics.deadLetters());
        var report =
            new Auditor(database, log, List.of(server.books()), sent, Quiet.always()).audit();
        assertThat(report.lines()).allMatch(line -> line.startsWith("ok"));
      }
    }
  }

  /// Returns when the new one has done work beside the old one, and that has ended by itself.
  private static void replace(Running old, Running next, Crowd crowd, TcpProxy door)
      throws InterruptedException {
    await("work of both", () -> old.hasWorked() && next.hasWorked());
    await("enough under way", () -> crowd.underWay() >= UNDER_WAY);

    old.process.destroy();
    LockSupport.parkNanos(NOTICED.toNanos());
    door.leadTo(next.port);

    assertThat(old.process.waitFor(GRACE_PERIOD.toSeconds(), TimeUnit.SECONDS))
        .as("ends within %s", GRACE_PERIOD)
        .isTrue();
    assertThat(old.process.exitValue()).isIn(0, TERMINATED);
    assertThat(old.log)
        .content()
        .contains("Grantflow has ended")
        .doesNotContain("are not all done", "are cut off");
  }

  /// Returns when it is ready; users do not come to it yet.
  private Running start(
      PackagedService service, Release release, String name, int port, TcpProxy door)
      throws IOException {
    var managementPort = Platform.freePort();
    var log = folder.resolve(name + ".log");
    var builder = service.prepare(port, managementPort, log, release.arguments(folder));
    builder.environment().put("GRANTFLOW_PUBLIC_URI", "http://127.0.0.1:" + door.port());
    builder.environment().put("GRANTFLOW_SHUTDOWN_NOTICE", "1s");
    var management = URI.create("http://127.0.0.1:" + managementPort);
    var running = new Running(builder.start(), port, management, log);
    try {
      Browser.awaitReady(management, PATIENCE);
      return running;
    } catch (RuntimeException late) {
      running.close();
      throw late;
    }
  }

  private String schema() throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT version FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1")) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static void await(String what, BooleanSupplier holds) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private record Running(Process process, int port, URI management, Path log)
      implements AutoCloseable {

    /// Has brought a grant to its token.
    boolean hasWorked() {
      var metrics = Browser.operate(management.resolve("/prometheus")).body();
      return FINALIZED.matcher(metrics).find();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
