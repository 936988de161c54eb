package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.acceptance.point.FailurePoint;
import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.audit.Auditor;
import dev.grantflow.sandbox.audit.EventLog;
import dev.grantflow.sandbox.audit.Quiet;
import dev.grantflow.sandbox.audit.Report;
import dev.grantflow.sandbox.audit.SentCommands;
import dev.grantflow.sandbox.audit.Settled;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/// A database, topics, an authorization server and a consumer group of one crash's own.
final class CrashScene implements AutoCloseable {

  private static final Duration MIN_WAIT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PARTITIONS = 2;

  /// On a busy machine a call that is only slow must not be taken for one that was lost.
  private static final Map<String, String> PATIENT_CALLS =
      Map.of(
          "GRANTFLOW_EGRESS_CONNECT_TIMEOUT", "4s",
          "GRANTFLOW_EGRESS_DEADLINE", "4s",
          "GRANTFLOW_ENGINE_LEASE", "9s");

  private final LocalServices services = LocalServices.shared();
  private final SandboxAuthorizationServer server =
      SandboxAuthorizationServer.start(Settings.usual().withMinWait(MIN_WAIT));
  private final ExecutorService roads = Executors.newVirtualThreadPerTaskExecutor();
  private final Topics topics = Topics.fresh();
  private final int port = Platform.freePort();
  private final Path folder;
  private final Path points;
  private final PackagedService service;
  private final Database database = services.newDatabase();
  private final SentCommands sent = new SentCommands();
  private final Commands commands;
  private final EventTail events;

  private CrashScene(Path points, Path folder) throws IOException {
    this.points = points;
    this.folder = folder;
    this.service = new PackagedService(services, database, topics, server, folder);
    makeTopics();
    this.commands = new Commands(services.bootstrapServers(), topics.commands());
    this.events = new EventTail(services.bootstrapServers(), topics.events(), event -> {});
  }

  static CrashScene set(Path points, Path folder) throws IOException {
    return new CrashScene(points, folder);
  }

  /// The grant that leads to the point travels from the start; another one follows when the
  /// successor is let in.
  void play(Crash crash) throws Exception {
    var victimLog = folder.resolve("victim.log");
    var successorLog = folder.resolve("successor.log");
    try (var victim =
            Replica.armed(prepare(victimLog), crash.point().written(), crash.passage(), victimLog);
        var successor = Replica.heldBack(prepare(successorLog), successorLog)) {
      var leader = traveller(crash.journey());
      var journey = set(leader, crash.told());
      victim.awaitDeath();
      successor.letIn();
      var follower = traveller(Journey.DIRECT);
      var following = set(follower, follower.journey().told());
      journey.get();
      following.get();
      new Settled(database, services.bootstrapServers(), topics.commands(), topics.commands())
          .awaitRest(PATIENCE);
      assertThat(audit().lines()).allMatch(line -> line.startsWith("ok"));
      assertThatAllIsWell(crash, leader, follower);
    } catch (ExecutionException lost) {
      throw new AssertionError("%s: %s".formatted(crash, lost.getCause()), lost);
    }
  }

  private Report audit() {
    var log = EventLog.read(services.bootstrapServers(), topics.events(), topics.deadLetters());
    return new Auditor(database, log, List.of(server.books()), sent, Quiet.never()).audit();
  }

  private void assertThatAllIsWell(Crash crash, Traveller leader, Traveller follower) {
    assertThat(told(leader)).isEqualTo(crash.told());
    assertThat(told(follower)).isEqualTo(follower.journey().told());
    assertCopies(crash.point(), leader);
    assertTokens(leader, crash.asked());
    assertTokens(follower, 1);
  }

  /// What was published and not yet deleted is published again, under the same ids; what was
  /// deleted is not.
  private static void assertCopies(FailurePoint point, Traveller leader) {
    var halfWay = EnumSet.of(FailurePoint.RELAY_BETWEEN_ROUNDS, FailurePoint.RELAY_BEFORE_COMMIT);
    var whole = EnumSet.of(FailurePoint.RELAY_BEFORE_PUBLISH, FailurePoint.RELAY_AFTER_COMMIT);
    if (halfWay.contains(point)) {
      assertThat(leader.copies()).isEqualTo(1);
    } else if (whole.contains(point)) {
      assertThat(leader.copies()).isZero();
    }
  }

  /// What the server has made is what we asked for, and a token lives where we told of it and
  /// nowhere else. A request whose answer was lost leaves what nobody can cancel; without a
  /// resource owner it is a token that nobody holds until it expires.
  private static void assertTokens(Traveller traveller, int asked) {
    if (traveller.journey() == Journey.REFUSED_TWICE) {
      assertThat(traveller.entries()).isEmpty();
      return;
    }
    var entries = traveller.entries();
    var last = told(traveller).getLast();
    var held = last.equals("GrantFinalized") || last.equals("GrantTokenRotated") ? 1 : 0;
    assertThat(entries).hasSize(asked);
    assertThat(entries.getLast().tokensLive()).isEqualTo(held);
    var orphaned = traveller.journey() == Journey.DIRECT ? 1 : 0;
    assertThat(entries.subList(0, asked - 1))
        .allSatisfy(orphan -> assertThat(orphan.tokensLive()).isEqualTo(orphaned));
  }

  private static List<String> told(Traveller traveller) {
    return traveller.events().stream().map(SeenEvent::type).toList();
  }

  private Traveller traveller(Journey journey) {
    return new Traveller(journey, server, commands, sent, events);
  }

  private Future<?> set(Traveller traveller, List<String> told) {
    return roads.submit(() -> traveller.travel(told));
  }

  /// The artifact without anything beside it.
  void playWithoutPoints(FailurePoint armed) throws Exception {
    var log = folder.resolve("artifact.log");
    var arguments = PackagedService.arguments();
    try (var replica = Replica.armed(prepare(log, arguments), armed.written(), 1, log)) {
      var traveller = traveller(Journey.DIRECT);
      traveller.travel(traveller.journey().told());
      assertThat(replica.isAlive()).isTrue();
    }
  }

  /// @return how the process ended, and its last words
  String misspell(String point) throws Exception {
    var log = folder.resolve("misspelt.log");
    try (var replica = Replica.armed(prepare(log), point, 1, log)) {
      return replica.awaitEnd() + " " + replica.tail();
    }
  }

  private ProcessBuilder prepare(Path log) {
    return prepare(log, PackagedService.argumentsWith(points));
  }

  private ProcessBuilder prepare(Path log, List<String> arguments) {
    var builder = service.prepare(port, Platform.freePort(), log, arguments);
    builder.environment().put("GRANTFLOW_MANAGEMENT_PORT", Integer.toString(Platform.freePort()));
    builder.environment().putAll(PATIENT_CALLS);
    Replica.inGroup(builder, topics.commands());
    return builder;
  }

  /// Before the service looks for them, so that nothing waits for them.
  private void makeTopics() {
    var wanted =
        Stream.of(topics.commands(), topics.events(), topics.deadLetters())
            .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
            .toList();
    try (var admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, services.bootstrapServers()))) {
      admin.createTopics(wanted).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no topics could be made", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making topics", e);
    }
  }

  @Override
  public void close() {
    roads.shutdownNow();
    events.close();
    commands.close();
    server.close();
  }
}
