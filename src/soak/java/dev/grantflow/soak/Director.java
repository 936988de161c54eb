package dev.grantflow.soak;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.audit.SentCommands;
import dev.grantflow.sandbox.audit.SentCommands.Expectation;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Sends what the plan says, and has everybody react to the events. Safe for use by several
/// threads.
final class Director {

  private static final Set<String> DECISIONS =
      Set.of("GrantFinalized", "GrantRejected", "GrantExpired", "GrantFailed");

  private final Plan plan;
  private final Servers servers;
  private final Commands commands;
  private final SentCommands sent;
  private final ResourceOwners owners;
  private final Chronicle chronicle;
  private final Tasks tasks;
  private final Map<String, PlannedGrant> grants;
  private final Set<String> heard = ConcurrentHashMap.newKeySet();
  private final Set<PlannedGrant> decided = ConcurrentHashMap.newKeySet();

  Director(Plan plan, Stage stage, SentCommands sent, ResourceOwners owners, Chronicle chronicle) {
    this.plan = plan;
    this.servers = stage.servers();
    this.commands = stage.commands();
    this.sent = sent;
    this.owners = owners;
    this.chronicle = chronicle;
    this.tasks = stage.tasks();
    this.grants =
        plan.grants().stream().collect(Collectors.toMap(PlannedGrant::id, Function.identity()));
  }

  /// Returns when the last request is on its way.
  void perform() throws InterruptedException {
    for (var grant : plan.grants()) {
      chronicle.await(grant.at());
      tasks.start(() -> request(grant));
    }
  }

  /// Called for each event, as often as it comes.
  void hear(SeenEvent event) {
    var grant = grants.get(event.subject());
    if (grant == null) {
      return;
    }
    if (event.type().equals("GrantPending") && heard.add(event.id())) {
      var redirect = URI.create(event.data().at("/interact/redirect").textValue());
      tasks.start(() -> ask(grant, redirect));
      if (grant.kind().undo() == Undo.WHEN_PENDING) {
        tasks.start(() -> revoke(grant));
      }
    }
    if (DECISIONS.contains(event.type()) && decided.add(grant)) {
      tasks.start(() -> afterwards(grant));
    }
  }

  int decided() {
    return decided.size();
  }

  private void request(PlannedGrant grant) throws InterruptedException {
    if (grant.kind().undo() == Undo.BEFORE_THE_REQUEST) {
      publish(grant, "GrantRevokeRequested", revocation(grant), Expectation.REJECTED);
    }
    publishRequest(grant);
    switch (grant.kind().sending()) {
      case TWICE -> publishRequest(grant);
      case CONTRADICTED -> contradict(grant);
      case ONCE, AGAIN_WHEN_DECIDED, FOLLOWED_BY_A_ROTATION -> {}
    }
    if (grant.kind().undo() == Undo.BEHIND_THE_REQUEST) {
      revoke(grant);
    }
  }

  private void ask(PlannedGrant grant, URI redirect) throws InterruptedException {
    Chronicle.pause(grant.thinking());
    var browser = owners.browser();
    var callback = owners.decide(grant, browser, redirect);
    if (callback.isEmpty()) {
      return;
    }
    if (grant.kind().undo() == Undo.WITH_THE_CALLBACK) {
      tasks.start(() -> revoke(grant));
    }
    owners.comeBack(grant, browser, callback.get());
  }

  private void afterwards(PlannedGrant grant) throws InterruptedException {
    if (grant.kind().sending() == Sending.AGAIN_WHEN_DECIDED) {
      Chronicle.pause(grant.hesitation());
      publishRequest(grant);
    }
    if (grant.kind().sending() == Sending.FOLLOWED_BY_A_ROTATION) {
      Chronicle.pause(grant.hesitation());
      publish(
          grant,
          "GrantTokenRotateRequested",
          Requests.rotation(grant.id()).toString(),
          Expectation.ANY);
    }
    switch (grant.kind().undo()) {
      case WHEN_DECIDED -> revoke(grant);
      case TWICE_WHEN_DECIDED -> {
        revoke(grant);
        revoke(grant);
      }
      case NEVER, BEFORE_THE_REQUEST, BEHIND_THE_REQUEST, WHEN_PENDING, WITH_THE_CALLBACK -> {}
    }
  }

  private void revoke(PlannedGrant grant) throws InterruptedException {
    Chronicle.pause(grant.hesitation());
    publish(grant, "GrantRevokeRequested", revocation(grant), Expectation.ANY);
  }

  private void publishRequest(PlannedGrant grant) {
    var wallet = servers.walletAddress(grant);
    publish(
        grant,
        "GrantRequested",
        Requests.request(grant, wallet, plan.lifetime()).toString(),
        grant.kind().undo() == Undo.BEFORE_THE_REQUEST
            ? Expectation.NEVER_SENT
            : Expectation.ACCEPTED);
  }

  private void contradict(PlannedGrant grant) {
    var other =
        Requests.request(grant, servers.walletAddress(grant), plan.lifetime().plusSeconds(1));
    publish(grant, "GrantRequested", other.toString(), Expectation.REJECTED);
  }

  private static String revocation(PlannedGrant grant) {
    return Requests.revocation(grant.id()).toString();
  }

  private void publish(PlannedGrant grant, String type, String data, Expectation expectation) {
    sent.publish(commands, grant.id(), type, data, expectation);
  }
}
