package dev.grantflow.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.engine.OutboxMessage.Header;
import dev.grantflow.engine.ReceivedCommand;
import dev.grantflow.engine.RejectedCommand;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Interaction;
import dev.grantflow.grant.InteractionStart;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Problem;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/// What a grant may hold that is secret, each value with a mark in it that stands nowhere else.
record Secretive(String mark) {

  private static final Instant NOON = StoredGrants.NOON;

  String text(String what) {
    return mark + what;
  }

  Secret secret(String what) {
    return Secret.of(text(what));
  }

  URI uri(String what) {
    return URI.create("https://as.example/%s/%s".formatted(what, text(what)));
  }

  Continuation continuation() {
    return new Continuation(uri("continue"), secret("continuation"), NOON);
  }

  InteractionStart start() {
    return new InteractionStart(
        uri("interact"),
        secret("code"),
        new InteractionStart.UserCodeUri(secret("other"), uri("codes")),
        URI.create("as-app:/" + text("app")),
        NOON);
  }

  AccessToken token() {
    return new AccessToken(
        Secret.of("{\"value\":\"%s\"}".formatted(text("token"))),
        uri("manage"),
        secret("manage"),
        NOON);
  }

  Issue issue() {
    return new Issue(List.of(token()), Secret.of("{\"assertions\":\"%s\"}".formatted(text("who"))));
  }

  /// One of each kind of state that has secrets.
  List<GrantState> states() {
    var interaction =
        new Interaction(
            start(),
            URI.create("https://as.example/gnap"),
            secret("nonce"),
            secret("finish"),
            HashMethod.SHA_256);
    var held = new GrantState.Finalized(issue(), continuation());
    var managed = new Cancellation.Managed(uri("manage"), secret("manage"));
    return List.of(
        new GrantState.Pending(interaction, continuation(), NOON),
        new GrantState.Approved(continuation(), secret("reference"), 0, null, NOON),
        held,
        new GrantState.Revoking(
            new Cancellation.OfTokens(List.of(managed)),
            new GrantState.Revoked(null),
            NOON,
            0,
            NOON));
  }

  List<GrantEvent.OfGrant> events() {
    return List.of(
        new GrantEvent.GrantPending(start(), NOON),
        new GrantEvent.GrantFinalized(issue(), GrantEvent.Trigger.REQUEST));
  }

  /// A record that holds what it should not wherever it can.
  RejectedCommand refused() {
    var source = new GrantEvent.Source("grants.commands", 0, 1);
    var problems = List.of(new Problem("record", "It is wrong."));
    var received =
        new ReceivedCommand(
            source,
            text("key").getBytes(UTF_8),
            text("value").getBytes(UTF_8),
            List.of(new Header(text("name"), text("header").getBytes(UTF_8))),
            null,
            new ReceivedCommand.Reading.Invalid(null, problems));
    return new RejectedCommand(
        new GrantEvent.GrantCommandRejected(null, problems, source), received);
  }
}
