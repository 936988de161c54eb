package dev.grantflow.acceptance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.UserAgent;
import dev.grantflow.sandbox.audit.SentCommands;
import dev.grantflow.sandbox.audit.SentCommands.Expectation;
import dev.grantflow.sandbox.authserver.Books.GrantEntry;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// One grant on its journey. The service may be away for a while at any step.
final class Traveller {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String grantId = Platform.newGrantId();
  private final Journey journey;
  private final SandboxAuthorizationServer server;
  private final Commands commands;
  private final SentCommands sent;
  private final EventTail events;
  private final UserAgent browser = new UserAgent();

  Traveller(
      Journey journey,
      SandboxAuthorizationServer server,
      Commands commands,
      SentCommands sent,
      EventTail events) {
    this.journey = journey;
    this.server = server;
    this.commands = commands;
    this.sent = sent;
    this.events = events;
  }

  Journey journey() {
    return journey;
  }

  String grantId() {
    return grantId;
  }

  /// @param told the types of all its events in order
  void travel(List<String> told) {
    journey.travel(this);
    await(told.getLast());
  }

  void request() {
    accepted("GrantRequested", Samples.incomingPayment(grantId, wallet()));
  }

  void requestInteractive() {
    accepted("GrantRequested", Samples.outgoingPayment(grantId, wallet(), Platform.RETURN_URI));
  }

  /// @param expiresIn an ISO 8601 duration
  void requestInteractive(String expiresIn) {
    try {
      var sample = Samples.outgoingPayment(grantId, wallet(), Platform.RETURN_URI);
      var data = (ObjectNode) JSON.readTree(sample);
      data.put("expiresIn", expiresIn);
      accepted("GrantRequested", data.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void revoke() {
    accepted("GrantRevokeRequested", Samples.revocation(grantId, "changed my mind"));
  }

  void rotate() {
    accepted("GrantTokenRotateRequested", Samples.rotation(grantId, "401 at the resource server"));
  }

  /// Lacks what a request needs.
  void requestInVain() {
    var data = "{\"grantId\": \"%s\"}".formatted(grantId);
    sent.publish(commands, grantId, "GrantRequested", data, Expectation.REJECTED);
  }

  private void accepted(String type, String data) {
    sent.publish(commands, grantId, type, data, Expectation.ACCEPTED);
  }

  SeenEvent await(String type) {
    return events.await(grantId, type, PATIENCE);
  }

  /// All events so far, each once.
  List<SeenEvent> events() {
    return events.of(grantId).stream().distinct().toList();
  }

  /// How many of its events are copies of earlier ones.
  int copies() {
    return events.of(grantId).size() - events().size();
  }

  /// The types of its events as they came, with those of copies.
  List<String> told() {
    return events.of(grantId).stream().map(SeenEvent::type).toList();
  }

  /// The consent page, found as [#comeBack] finds the callback.
  URI consentPage() {
    var redirect = URI.create(await("GrantPending").data().at("/interact/redirect").textValue());
    var found = new AtomicReference<URI>();
    until(() -> isLoaded(redirect, found), "the consent page");
    return found.get();
  }

  private boolean isLoaded(URI redirect, AtomicReference<URI> found) {
    try {
      var answer = browser.get(redirect);
      answer.headers().firstValue("Location").map(URI::create).ifPresent(found::set);
      return answer.statusCode() == 303;
    } catch (UncheckedIOException away) {
      return false;
    }
  }

  /// As somebody who reloads a page that does not come.
  void comeBack(URI callback) {
    until(
        () -> {
          try {
            return browser.get(callback).statusCode() == 303;
          } catch (UncheckedIOException away) {
            return false;
          }
        },
        "the finish callback");
  }

  void comeBackWhile(URI callback, Runnable meanwhile) {
    try (var tab = Executors.newVirtualThreadPerTaskExecutor()) {
      tab.execute(() -> comeBack(callback));
      meanwhile.run();
    }
  }

  void awaitContinuation(URI consentPage) {
    until(
        () -> server.books().grantOf(consentPage).map(GrantEntry::continuations).orElse(0) > 0,
        "a continuation");
  }

  /// The server's grants for this one, oldest first.
  List<GrantEntry> entries() {
    return server.books().grants().stream()
        .filter(entry -> entry.identifiers().contains(wallet()))
        .toList();
  }

  private String wallet() {
    return server.walletAddress(journey.wallet(grantId)).toString();
  }

  private static void until(Supplier<Boolean> holds, String what) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.get()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("%s did not come within %s".formatted(what, PATIENCE));
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  @Override
  public String toString() {
    return journey + " " + grantId;
  }
}
