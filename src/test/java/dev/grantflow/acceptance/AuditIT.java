package dev.grantflow.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.GrantflowService;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.UserAgent;
import dev.grantflow.sandbox.audit.Auditor;
import dev.grantflow.sandbox.audit.EventLog;
import dev.grantflow.sandbox.audit.Quiet;
import dev.grantflow.sandbox.audit.Report;
import dev.grantflow.sandbox.audit.SentCommands;
import dev.grantflow.sandbox.audit.SentCommands.Expectation;
import dev.grantflow.sandbox.audit.Settled;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/// What the service does while nothing is disturbed leaves nothing for the auditor to complain of,
/// with well-behaved servers and with awkward ones.
class AuditIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();
  private final SentCommands sent = new SentCommands();

  @Test
  void an_undisturbed_service_leaves_nothing_to_complain_of() {
    var settings =
        Settings.usual().withMinWait(Duration.ofSeconds(1)).withSlowness(Duration.ofSeconds(1));
    var database = services.newDatabase();
    try (var server = SandboxAuthorizationServer.start(settings);
        var grantflow =
            GrantflowService.start(
                database, services.bootstrapServers(), Platform.freePort(), properties(server));
        var commands = new Commands(services.bootstrapServers(), topics.commands());
        var events = new EventTail(services.bootstrapServers(), topics.events(), event -> {})) {
      var story = new Told(server, commands, events);
      story.play();
      new Settled(database, services.bootstrapServers(), topics.commands()).awaitRest(PATIENCE);
      var log = EventLog.read(services.bootstrapServers(), topics.events(), topics.deadLetters());

      Report report =
          new Auditor(database, log, List.of(server.books()), sent, Quiet.always()).audit();

      assertThat(report.isClean()).as(report::toString).isTrue();
      assertThat(report.findings()).allSatisfy(it -> assertThat(it.checked()).isPositive());
      assertThat(grantflow.uri()).isNotNull();
    }
  }

  private Map<String, Object> properties(SandboxAuthorizationServer server) {
    var properties = new LinkedHashMap<>(Platform.configuration(server));
    properties.putAll(topics.properties());
    properties.put("grantflow.egress.deadline", "2s");
    properties.put("grantflow.engine.lease", "5s");
    properties.put("grantflow.engine.revocation-limit", "4s");
    properties.put("grantflow.engine.expires-in", "15s");
    properties.put("grantflow.engine.callback-wait", "0s");
    properties.put("grantflow.engine.retry-cap", "1s");
    return properties;
  }

  /// One grant of each kind.
  private final class Told {
    private final SandboxAuthorizationServer server;
    private final Commands commands;
    private final EventTail events;

    Told(SandboxAuthorizationServer server, Commands commands, EventTail events) {
      this.server = server;
      this.commands = commands;
      this.events = events;
    }

    void play() {
      for (var wallet : AWKWARD_AT_ONCE) {
        request(id -> Samples.incomingPayment(id, wallet(wallet, id)), Expectation.ACCEPTED);
      }
      var consented = CONSENTED.stream().map(this::outgoing).toList();
      var denied = outgoing("awkward-denial-rfc");
      var deniedWithoutHash = outgoing("bob");
      var unanswered = outgoing("bob");
      var revokedWhilePending = outgoing("bob");
      var finalized =
          request(id -> Samples.incomingPayment(id, wallet("bob", id)), Expectation.ACCEPTED);
      bad();
      overtaken();
      consented.forEach(id -> finished(new UserAgent().approve(redirect(id))));
      finished(new UserAgent().deny(redirect(denied)));
      finished(new UserAgent().deny(redirect(deniedWithoutHash)));
      redirect(revokedWhilePending);
      revoke(revokedWhilePending, Expectation.ACCEPTED);
      events.await(finalized, "GrantFinalized", PATIENCE);
      revoke(finalized, Expectation.ACCEPTED);
      revoke(finalized, Expectation.ACCEPTED);
      events.await(unanswered, "GrantExpired", PATIENCE);
      revoke(unanswered, Expectation.REJECTED);
    }

    private void bad() {
      var bad = new ProducerRecord<>(topics.commands(), "bad", "{}".getBytes(UTF_8));
      sent.publish(commands, null, "GrantRequested", bad, Expectation.REJECTED);
      var id = Platform.newGrantId();
      var nothing = "{\"grantId\": \"%s\"}".formatted(id);
      sent.publish(commands, id, "GrantRequested", nothing, Expectation.REJECTED);
    }

    private void overtaken() {
      var id = Platform.newGrantId();
      revoke(id, Expectation.REJECTED);
      sent.publish(
          commands,
          id,
          "GrantRequested",
          Samples.incomingPayment(id, wallet("bob", id)),
          Expectation.NEVER_SENT);
    }

    private String outgoing(String wallet) {
      return request(
          id -> Samples.outgoingPayment(id, wallet(wallet, id), Platform.RETURN_URI),
          Expectation.ACCEPTED);
    }

    private String request(Function<String, String> data, Expectation expectation) {
      var id = Platform.newGrantId();
      sent.publish(commands, id, "GrantRequested", data.apply(id), expectation);
      return id;
    }

    private void revoke(String id, Expectation expectation) {
      sent.publish(
          commands, id, "GrantRevokeRequested", Samples.revocation(id, "changed"), expectation);
    }

    private String wallet(String name, String id) {
      return server.walletAddress(name, id).toString();
    }

    private URI redirect(String id) {
      var pending = events.await(id, "GrantPending", PATIENCE);
      return URI.create(pending.data().at("/interact/redirect").textValue());
    }

    private static void finished(HttpResponse<String> answer) {
      assertThat(answer.statusCode()).isBetween(200, 499).isNotIn(403, 429);
    }
  }

  private static final List<String> AWKWARD_AT_ONCE =
      List.of(
          "bob",
          "awkward-slow",
          "awkward-drop-before",
          "awkward-drop-after",
          "awkward-error-500-once",
          "awkward-unavailable-once",
          "awkward-invalid-client",
          "awkward-hang",
          "awkward-html-ok",
          "awkward-truncated",
          "awkward-no-manage",
          "awkward-wallet-not-found",
          "awkward-no-continue");

  private static final List<String> CONSENTED =
      List.of(
          "bob",
          "awkward-hash-base64url",
          "awkward-hash-wrong",
          "awkward-no-wait",
          "awkward-cancel-race",
          "awkward-continue-slow",
          "awkward-continue-hang",
          "awkward-continue-drop-after",
          "awkward-continue-drop-before",
          "awkward-continue-too-fast-once",
          "awkward-continue-too-many-once",
          "awkward-continue-error-500-once",
          "awkward-continue-invalid-request",
          "awkward-continue-redirect",
          "awkward-continue-html-ok",
          "awkward-continue-request-denied",
          "awkward-cancel-error-500",
          "awkward-cancel-not-found",
          "awkward-same-continuation-token",
          "awkward-strict-continuation-token",
          "awkward-slash-in-document",
          "awkward-slash-in-hash");
}
