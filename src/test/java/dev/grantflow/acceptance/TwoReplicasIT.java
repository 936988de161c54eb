package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.GrantflowService;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.UserAgent;
import dev.grantflow.sandbox.authserver.Books.GrantEntry;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Two replicas on one database and one broker. Each gives out the other's address for callbacks,
/// so that no callback comes to the replica that made the request.
class TwoReplicasIT {

  private static final int AT_ONCE = 200;
  private static final int CONSENTED = 20;

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();

  @Test
  void two_replicas_make_each_call_once_and_tell_each_event_once_and_in_order() {
    var settings = Settings.usual().withMinWait(Duration.ofSeconds(1));
    try (var server = SandboxAuthorizationServer.start(settings);
        var replicas = Replicas.start(services, topics, server);
        var commands = new Commands(services.bootstrapServers(), topics.commands());
        var events = new EventTail(services.bootstrapServers(), topics.events(), event -> {})) {
      var atOnce = Stream.generate(Platform::newGrantId).limit(AT_ONCE).toList();
      var consented = Stream.generate(Platform::newGrantId).limit(CONSENTED).toList();

      inParallel(atOnce, id -> commands.publish(id, "GrantRequested", payment(server, id)));
      inParallel(
          consented,
          id -> {
            commands.publish(id, "GrantRequested", consentedPayment(server, id));
            approve(events.await(id, "GrantPending", Platform.PATIENCE));
          });

      assertThat(atOnce)
          .allSatisfy(id -> assertThat(told(events, id)).containsExactly("GrantFinalized"));
      assertThat(consented)
          .allSatisfy(
              id -> assertThat(told(events, id)).containsExactly("GrantPending", "GrantFinalized"));
      assertThat(server.books().grants())
          .hasSize(AT_ONCE + CONSENTED)
          .extracting(GrantEntry::tokensIssued)
          .containsOnly(1);
      assertThat(replicas.managementUris()).allSatisfy(TwoReplicasIT::assertItWorked);
    }
  }

  private static String payment(SandboxAuthorizationServer server, String id) {
    return Samples.incomingPayment(id, server.walletAddress("bob").toString());
  }

  private static String consentedPayment(SandboxAuthorizationServer server, String id) {
    var alice = server.walletAddress("alice").toString();
    return Samples.outgoingPayment(id, alice, Platform.RETURN_URI);
  }

  private static void approve(SeenEvent pending) {
    var redirect = URI.create(pending.data().at("/interact/redirect").textValue());
    var answer = new UserAgent().approve(redirect);
    assertThat(answer.statusCode()).isEqualTo(303);
  }

  private static List<String> told(EventTail events, String id) {
    events.await(id, "GrantFinalized", Platform.PATIENCE);
    return events.of(id).stream().map(SeenEvent::type).toList();
  }

  private static void assertItWorked(URI replica) {
    assertThat(Browser.operate(replica.resolve("/prometheus")).body())
        .containsPattern("grantflow_grant_changes_total\\{[^}]*to=\"FINALIZED\"");
  }

  private static void inParallel(List<String> ids, Consumer<String> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = ids.stream().map(id -> threads.submit(() -> work.accept(id))).toList();
      running.forEach(task -> assertThat(task).succeedsWithin(Platform.PATIENCE));
    }
  }

  private record Replicas(GrantflowService one, GrantflowService other) implements AutoCloseable {

    static Replicas start(
        LocalServices services, Topics topics, SandboxAuthorizationServer server) {
      var database = services.newDatabase();
      var properties = new LinkedHashMap<>(Platform.configuration(server));
      properties.putAll(topics.properties());
      var onePort = Platform.freePort();
      var otherPort = Platform.freePort();
      properties.put("grantflow.public-uri", "http://127.0.0.1:" + otherPort);
      var one = GrantflowService.start(database, services.bootstrapServers(), onePort, properties);
      properties.put("grantflow.public-uri", "http://127.0.0.1:" + onePort);
      var other =
          GrantflowService.start(database, services.bootstrapServers(), otherPort, properties);
      return new Replicas(one, other);
    }

    List<URI> managementUris() {
      return List.of(one.managementUri(), other.managementUri());
    }

    @Override
    public void close() {
      one.close();
      other.close();
    }
  }
}
