package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.GrantflowService;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.UserAgent;
import dev.grantflow.sandbox.authserver.Books.GrantEntry;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import dev.grantflow.sandbox.services.TcpProxy;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// MySQL or Kafka goes away under a running service and comes back with its data. Nobody restarts
/// the service, nothing is lost, and nothing happens twice.
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {

  private static final int GRANTS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private long sent;
  private final Topics topics = Topics.fresh();
  private LocalServices services;
  private Database database;
  private TcpProxy proxy;
  private SandboxAuthorizationServer server;
  private GrantflowService grantflow;
  private Commands commands;
  private EventTail events;

  @BeforeAll
  void start() {
    services = LocalServices.durable(_ -> {});
    assumeThat(services.mysql()).isPresent();
    database = services.newDatabase();
    proxy = database.proxy();
    server = SandboxAuthorizationServer.start(Settings.usual().withMinWait(Duration.ofSeconds(1)));
    var properties = new LinkedHashMap<>(Platform.configuration(server));
    properties.putAll(topics.properties());
    properties.put("grantflow.kafka.outbox-sample-interval", "1s");
    grantflow =
        GrantflowService.start(
            database.through(proxy), services.bootstrapServers(), Platform.freePort(), properties);
    commands = new Commands(services.bootstrapServers(), topics.commands());
    events = new EventTail(services.bootstrapServers(), topics.events(), _ -> {});
    Browser.awaitReady(grantflow.managementUri(), PATIENCE);
  }

  @AfterAll
  void close() {
    if (grantflow == null) {
      services.close();
      return;
    }
    events.close();
    commands.close();
    grantflow.close();
    server.close();
    proxy.close();
    services.close();
  }

  @Test
  void while_mysql_is_down_no_command_is_committed_and_all_are_accepted_afterwards()
      throws Exception {
    settled(request());
    awaitThat(() -> committed() == sent, "all offsets are committed");
    var mysql = services.mysql().orElseThrow();
    mysql.kill();
    var committed = committed();
    var ids = request();
    Browser.awaitReadiness(grantflow.managementUri(), 503, PATIENCE);
    assertThat(committed()).isEqualTo(committed);

    mysql.start();

    settled(ids);
    Browser.awaitReady(grantflow.managementUri(), PATIENCE);
    awaitThat(() -> committed() == committed + GRANTS, "all offsets are committed");
  }

  @Test
  void while_kafka_is_down_events_wait_in_the_outbox_and_leave_in_order_afterwards()
      throws Exception {
    var ids = Stream.generate(Platform::newGrantId).limit(GRANTS).toList();
    ids.forEach(id -> publish(id, consentedPayment(id)));
    var redirects = ids.stream().map(this::pendingRedirect).toList();
    var kafka = services.kafka().orElseThrow();
    kafka.kill();
    redirects.forEach(redirect -> new UserAgent().approve(redirect));
    awaitThat(() -> meter("grantflow_outbox_messages") >= GRANTS, "the outbox holds the events");
    assertThat(meter("grantflow_outbox_oldest_age_seconds")).isPositive();

    kafka.start();

    assertThat(ids)
        .allSatisfy(
            id -> {
              events.await(id, "GrantFinalized", PATIENCE);
              assertThat(firstCopies(id)).containsExactly("GrantPending", "GrantFinalized");
            });
    awaitThat(() -> meter("grantflow_outbox_messages") == 0, "the outbox is empty");
  }

  @Test
  void a_connection_cut_at_the_commit_neither_loses_nor_doubles_a_command() {
    var ids = Stream.generate(Platform::newGrantId).limit(GRANTS).toList();
    for (var i = 0; i < GRANTS; i++) {
      if (i % 2 == 0) {
        proxy.cutBefore("COMMIT");
      } else {
        proxy.cutAfter("COMMIT");
      }
      publish(ids.get(i), payment(ids.get(i)));
      awaitThat(proxy::hasCut, "a commit was cut");
    }

    settled(ids);
  }

  @Test
  void a_table_that_takes_no_more_rows_keeps_commands_waiting_until_it_does() throws Exception {
    settled(request());
    awaitThat(() -> committed() == sent, "all offsets are committed");
    execute(
        """
        CREATE TRIGGER full_disk BEFORE INSERT ON grants FOR EACH ROW
        SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'
        """);
    var committed = committed();
    var ids = request();
    Browser.awaitReady(grantflow.managementUri(), PATIENCE);
    assertThat(ids).allSatisfy(id -> assertThat(events.of(id)).isEmpty());
    assertThat(committed()).isEqualTo(committed);

    execute("DROP TRIGGER full_disk");

    settled(ids);
  }

  @Test
  void a_database_that_falls_silent_is_done_without_and_found_again() {
    settled(request());
    proxy.blackhole();
    var ids = request();
    Browser.awaitReadiness(grantflow.managementUri(), 503, PATIENCE);

    proxy.restore();

    settled(ids);
    Browser.awaitReady(grantflow.managementUri(), PATIENCE);
  }

  private void publish(String id, String data) {
    commands.publish(id, "GrantRequested", data);
    sent++;
  }

  private List<String> request() {
    var ids = Stream.generate(Platform::newGrantId).limit(GRANTS).toList();
    ids.forEach(id -> publish(id, payment(id)));
    return ids;
  }

  /// Each is told of once, or more than once in the same words, and has one live grant with one
  /// token at the server.
  private void settled(List<String> ids) {
    assertThat(ids)
        .allSatisfy(
            id -> {
              events.await(id, "GrantFinalized", PATIENCE);
              assertThat(firstCopies(id)).containsExactly("GrantFinalized");
            });
    assertThat(server.books().grants()).extracting(GrantEntry::tokensIssued).containsOnly(1);
  }

  private List<String> firstCopies(String id) {
    var types = new LinkedHashMap<String, String>();
    events.of(id).forEach(event -> types.putIfAbsent(event.id(), event.type()));
    return List.copyOf(types.values());
  }

  private URI pendingRedirect(String id) {
    var pending = events.await(id, "GrantPending", PATIENCE);
    return URI.create(pending.data().at("/interact/redirect").textValue());
  }

  private String payment(String id) {
    return Samples.incomingPayment(id, server.walletAddress("bob").toString());
  }

  private String consentedPayment(String id) {
    var alice = server.walletAddress("alice").toString();
    return Samples.outgoingPayment(id, alice, Platform.RETURN_URI);
  }

  private double meter(String name) {
    return Browser.operate(grantflow.managementUri().resolve("/prometheus"))
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /// How many commands will not be read again.
  private long committed() {
    try (var admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()))) {
      return admin
          .listConsumerGroupOffsets("grantflow")
          .partitionsToOffsetAndMetadata()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new AssertionError("no answer about offsets", e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void awaitThat(BooleanSupplier condition, String what) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
