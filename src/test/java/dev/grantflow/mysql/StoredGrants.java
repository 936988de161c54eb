package dev.grantflow.mysql;

import dev.grantflow.engine.GrantStore;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Interaction;
import dev.grantflow.grant.InteractionStart;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.StartKey;
import dev.grantflow.grant.TokenUpkeep;
import dev.grantflow.grant.Upkeep;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Grants with every fact filled in, in every state.
final class StoredGrants {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
  static final GrantError ERROR = new GrantError("too_fast", "wait a little", 400);
  static final Continuation CONTINUATION =
      new Continuation(
          URI.create("https://as.example/continue/1"), Secret.of("continue-token"), NOON);

  private StoredGrants() {}

  static Grant add(GrantStore store, Grant accepted, Instant at) {
    return store.add(List.of(accepted), at).getFirst();
  }

  static Grant requested() {
    return in(new GrantState.Requested(0, null, NOON));
  }

  static Grant in(GrantState state) {
    var id = new GrantId(UUID.randomUUID().toString());
    var request =
        new GrantRequested(
            id,
            new ClientName("shop"),
            new GrantRequested.Server.OfWalletAddress(URI.create("https://wallet.example/alice")),
            new GrantRequested.Wanted(
                new Json("{\"access\":[{\"type\":\"quote\"}]}"), new Json("{\"sub_ids\":[]}")),
            Interact.redirect(URI.create("https://shop.example/return?a=b")),
            Duration.ofMinutes(15),
            new Json("{\"naïve\":\"\\\"quoted\\\"\"}"),
            true);
    return new Grant(
        id,
        new ClientName("shop"),
        request,
        state,
        NOON,
        NOON.plus(Duration.ofMinutes(15)),
        URI.create("https://as.example/gnap"),
        new CallbackKey(digest(), new StartKey(digest())),
        3,
        0,
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        true,
        Duration.ofMinutes(7),
        "shop-key");
  }

  static Grant in(Grant grant, GrantState state) {
    return new Grant(
        grant.id(),
        grant.client(),
        grant.request(),
        state,
        grant.acceptedAt(),
        grant.expiresAt().plusSeconds(1),
        grant.grantEndpoint(),
        grant.callback(),
        grant.claim(),
        grant.version(),
        grant.traceparent(),
        grant.keepFresh(),
        grant.renewWithin(),
        "shop-key-2");
  }

  /// The same grant under another id.
  static Grant named(String id, Grant grant) {
    var request = grant.request();
    var renamed =
        new GrantRequested(
            new GrantId(id),
            request.client(),
            request.server(),
            request.wanted(),
            request.interact(),
            request.expiresIn(),
            request.metadata(),
            request.keepFresh());
    return new Grant(
        renamed.grantId(),
        grant.client(),
        renamed,
        grant.state(),
        grant.acceptedAt(),
        grant.expiresAt(),
        grant.grantEndpoint(),
        grant.callback(),
        grant.claim(),
        grant.version(),
        grant.traceparent(),
        grant.keepFresh(),
        grant.renewWithin());
  }

  private static String digest() {
    return (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
  }

  static List<GrantState> everyState() {
    var interaction =
        new Interaction(
            URI.create("https://as.example/interact/1"),
            URI.create("https://as.example/gnap"),
            Secret.of("our-nonce"),
            Secret.of("their-nonce"));
    var token =
        new AccessToken(
            Secret.of("{\"value\":\"token-value\"}"),
            URI.create("https://as.example/token/1"),
            Secret.of("token-value"),
            NOON);
    var bare =
        new AccessToken(Secret.of("{\"value\":\"bare\"}"), null, Secret.of("bare"), null, "bare");
    var managed =
        new Cancellation.Managed(URI.create("https://as.example/token/1"), Secret.of("manage"));
    var failed = new GrantState.Failed(ERROR);
    var manyWays =
        new Interaction(
            new InteractionStart(
                null,
                Secret.of("CODE-1"),
                new InteractionStart.UserCodeUri(
                    Secret.of("CODE-2"), URI.create("https://as.example/code")),
                URI.create("as-app:/interact/1"),
                NOON),
            URI.create("https://as.example/gnap"),
            Secret.of("our-nonce"),
            Secret.of("their-nonce"),
            HashMethod.SHA3_512);
    var ours =
        new Interaction(
            InteractionStart.at(URI.create("https://grants.example/start/1")),
            URI.create("https://as.example/gnap"),
            Secret.of("our-nonce"),
            Secret.of("their-nonce"),
            HashMethod.SHA_256,
            URI.create("https://as.example/interact/1"));
    var removal = new TokenUpkeep.Removal("why", NOON, 3, NOON.plusSeconds(1));
    var held =
        new GrantState.Finalized(
            new Issue(List.of(token, bare), null),
            CONTINUATION,
            new Upkeep(
                List.of(
                    new TokenUpkeep(3, NOON, true, 2, true, NOON.plusSeconds(2), removal),
                    new TokenUpkeep(1, null, false, 0, false, NOON.plusSeconds(3), null))));
    return List.of(
        new GrantState.Pending(manyWays, CONTINUATION, NOON),
        new GrantState.Pending(ours, CONTINUATION, NOON),
        new GrantState.Requested(2, ERROR, NOON),
        new GrantState.Requesting(1, null, NOON),
        new GrantState.Pending(interaction, CONTINUATION, NOON),
        new GrantState.Polling(CONTINUATION, 4, ERROR, NOON),
        new GrantState.Approved(CONTINUATION, Secret.of("ref"), 1, ERROR, NOON),
        new GrantState.Continuing(CONTINUATION, Secret.of("ref"), 1, NOON),
        new GrantState.Continuing(CONTINUATION, null, 1, NOON),
        new GrantState.Finalized(
            new Issue(List.of(token, bare), Secret.of("{\"sub_ids\":[]}")), CONTINUATION),
        new GrantState.Finalized(new Issue(List.of(bare), null), null),
        new GrantState.Finalized(new Issue(List.of(), Secret.of("{\"sub_ids\":[]}")), CONTINUATION),
        held,
        new GrantState.Rotating(held, 1, NOON),
        new GrantState.RevokingToken(held, 0, NOON),
        new GrantState.Retiring(CONTINUATION, 4, NOON, 2, NOON.plusSeconds(1)),
        new GrantState.Renewable(4, 2, ERROR, NOON),
        new GrantState.Renewing(4, 1, null, NOON),
        revoking(new Cancellation.OfUnansweredRotation(held, 1), new GrantState.Revoked(null)),
        revoking(new Cancellation.OfGrant(CONTINUATION), new GrantState.Revoked("why")),
        revoking(new Cancellation.OfTokens(List.of(managed)), new GrantState.Expired()),
        revoking(new Cancellation.OfUnansweredRequest(), failed),
        revoking(
            new Cancellation.OfUnansweredContinuation(CONTINUATION),
            new GrantState.Rejected(ERROR)),
        new GrantState.Rejected(ERROR),
        new GrantState.Expired(),
        failed,
        new GrantState.Revoked(null));
  }

  private static GrantState revoking(Cancellation what, GrantState.Terminal ending) {
    return new GrantState.Revoking(what, ending, NOON, 2, NOON);
  }
}
