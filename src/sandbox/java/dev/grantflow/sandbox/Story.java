package dev.grantflow.sandbox;

import dev.grantflow.sandbox.authserver.ConsentDriver;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import java.net.URI;
import java.time.Duration;

/// One grant without a resource owner, one with, and a revocation. Each step waits for what it
/// expects and fails with what came instead.
final class Story {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Narrator narrator;
  private final Commands commands;
  private final EventTail events;
  private final SandboxAuthorizationServer server;
  private final URI returnUri;

  Story(
      Narrator narrator,
      Commands commands,
      EventTail events,
      SandboxAuthorizationServer server,
      URI returnUri) {
    this.narrator = narrator;
    this.commands = commands;
    this.events = events;
    this.server = server;
    this.returnUri = returnUri;
  }

  void play() {
    withoutResourceOwner();
    withResourceOwner();
    revocation();
  }

  private void withoutResourceOwner() {
    narrator.chapter("Bob's wallet may be asked to expect a payment; nobody has to consent.");
    publish("story-1", "GrantRequested", Samples.incomingPayment("story-1", wallet("bob")));
    events.await("story-1", "GrantFinalized", PATIENCE);
  }

  private void withResourceOwner() {
    narrator.chapter("Alice is to pay 5.00 USD; she has to consent.");
    publish(
        "story-2",
        "GrantRequested",
        Samples.outgoingPayment("story-2", wallet("alice"), returnUri));
    var pending = events.await("story-2", "GrantPending", PATIENCE);
    var alice = new UserAgent();
    var start = URI.create(pending.data().at("/interact/redirect").textValue());
    narrator.tell("browser", "begins at " + start.getScheme() + "://" + start.getAuthority());
    var consent = alice.open(start);
    narrator.tell("alice", "approves at " + consent.getScheme() + "://" + consent.getAuthority());
    var callback = ConsentDriver.approve(consent);
    narrator.tell("browser", "comes back to the finish callback");
    var sentTo = follow(alice, callback);
    narrator.tell("browser", "is sent on to " + sentTo);
    events.await("story-2", "GrantFinalized", PATIENCE);
  }

  private void revocation() {
    narrator.chapter("The shop changes its mind.");
    publish(
        "story-2",
        "GrantRevokeRequested",
        Samples.revocation("story-2", "the order was cancelled"));
    events.await("story-2", "GrantRevoked", PATIENCE);
    var live = server.books().liveTokens().size();
    narrator.tell("server", "live access tokens in its books: " + live + " (Bob's)");
    if (live != 1) {
      throw new IllegalStateException("expected one live token, Bob's, and found " + live);
    }
  }

  private String wallet(String name) {
    return server.walletAddress(name).toString();
  }

  private void publish(String grantId, String type, String data) {
    narrator.tell("command", type + " " + data);
    commands.publish(grantId, type, data);
  }

  private static URI follow(UserAgent browser, URI callback) {
    var answer = browser.get(callback);
    if (answer.statusCode() != 303) {
      throw new IllegalStateException(
          "the finish callback answered " + answer.statusCode() + " instead of 303");
    }
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }
}
