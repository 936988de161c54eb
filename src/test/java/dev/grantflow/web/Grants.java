package dev.grantflow.web;

import dev.grantflow.engine.FinishCallbacks.Outcome;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Interaction;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One grant in every state that a callback may find it in.
final class Grants {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final URI SERVER = URI.create("https://auth.example/");
  private static final Continuation CONTINUATION =
      new Continuation(URI.create("https://auth.example/continue/1"), Secret.of("token"), NOW);
  private static final Interaction INTERACTION =
      new Interaction(
          URI.create("https://auth.example/interact/1"),
          SERVER,
          Secret.of("nonce"),
          Secret.of("finish"));

  private Grants() {}

  static Outcome settled(Status status, @Nullable String returnUri) {
    return new Outcome.Settled(
        grant(state(status), returnUri), returnUri == null ? null : URI.create(returnUri));
  }

  static Grant in(Status status) {
    return grant(state(status), null);
  }

  static Grant in(GrantState state) {
    return grant(state, null);
  }

  private static Grant grant(GrantState state, @Nullable String returnUri) {
    var id = new GrantId("order-7");
    var request =
        new GrantRequested(
            id,
            null,
            new Server.GrantEndpoint(SERVER),
            new Wanted(new Json("{}"), null),
            returnUri == null ? null : Interact.redirect(URI.create(returnUri)),
            null,
            null);
    return new Grant(
        id, new ClientName("shop"), request, state, NOW, NOW, SERVER, null, 1, 3, null);
  }

  private static GrantState state(Status status) {
    return switch (status) {
      case REQUESTED -> new GrantState.Requested(0, null, NOW);
      case PENDING -> new GrantState.Pending(INTERACTION, CONTINUATION, NOW);
      case APPROVED -> new GrantState.Approved(CONTINUATION, Secret.of("ref"), 0, null, NOW);
      case FINALIZED ->
          new GrantState.Finalized(new Issue(List.of(), Secret.of("{}")), CONTINUATION);
      case REVOKING ->
          new GrantState.Revoking(
              new Cancellation.OfGrant(CONTINUATION), new GrantState.Expired(), NOW, 0, NOW);
      case REJECTED -> new GrantState.Rejected(GrantError.of("user_denied", "no"));
      case EXPIRED -> new GrantState.Expired();
      case FAILED -> new GrantState.Failed(GrantError.of("outcome_unknown", "lost"));
      case REVOKED -> new GrantState.Revoked(null);
    };
  }
}
