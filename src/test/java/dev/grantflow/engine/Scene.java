package dev.grantflow.engine;

import dev.grantflow.PartialContexts;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.client.KeySettings;
import dev.grantflow.egress.EgressSettings;
import dev.grantflow.gnap.GnapClient;
import dev.grantflow.grant.Backoff;
import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantLifecycle;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Interaction;
import dev.grantflow.grant.InteractionStart;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.trace.Traces;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The engine on a store in memory, in time that stands still until a test moves it.
final class Scene {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Instant DEADLINE = NOW.plus(Duration.ofMinutes(15));
  static final Instant LEASE_END = NOW.plus(Duration.ofSeconds(60));
  static final GrantId ID = new GrantId("order-1");
  static final URI WALLET = URI.create("https://wallet.example/alice");
  static final URI ENDPOINT = URI.create("https://auth.example/gnap");
  static final URI RETURN_URI = URI.create("https://shop.example/thanks");
  static final Wanted WANTED = new Wanted(new Json("{\"access\":[]}"), null);
  static final EngineSettings SETTINGS =
      new EngineSettings(
          256,
          Duration.ofMillis(250),
          Duration.ofSeconds(60),
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofHours(24),
          Duration.ofMinutes(15),
          Duration.ofHours(24),
          Duration.ofSeconds(3),
          5);

  static final TokenSettings TOKENS =
      new TokenSettings(false, false, 0.6667, 0.1, Duration.ofMinutes(1));

  static final KeySettings KEYS =
      new KeySettings(
          Duration.ofSeconds(10),
          Duration.ofHours(24),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10));

  static final EgressSettings EGRESS =
      new EgressSettings(
          Duration.ofSeconds(2), Duration.ofSeconds(10), 262_144, 64, 1024, false, false, false);

  /// The example of RFC 9635 §4.2.3.
  static final Interaction INTERACTION =
      new Interaction(
          URI.create("https://server.example.com/interact/1"),
          URI.create("https://server.example.com/tx"),
          Secret.of("VJLO6A4CATR0KRO"),
          Secret.of("MBDOFXG4Y5CVJCX821LH"));

  static final Secret INTERACT_REF = Secret.of("4IFWWIKYB2PQ6U56NL1");
  static final String HASH = "x-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY";
  static final Secret CALLBACK_ID = Secret.of("unguessable");
  static final CallbackKey CALLBACK = CallbackIds.keyOf(CALLBACK_ID);
  static final Secret START_ID = Secret.of("start-id");
  static final CallbackKey BOUND =
      new CallbackKey(CALLBACK.sha256(), CallbackIds.startKeyOf(START_ID));
  static final Continuation CONTINUATION =
      new Continuation(URI.create("https://auth.example/continue/1"), Secret.of("token"), NOW);
  static final Issue ISSUE = new Issue(List.of(), Secret.of("{\"sub_ids\":[]}"));

  /// Of every client.
  TokenDelivery delivery = new TokenDelivery.Inline();

  private @Nullable ClientInstances clients;

  final MovableTime time = new MovableTime(NOW);
  final MemoryGrantStore store = new MemoryGrantStore();
  final EngineSignal engineSignal = new EngineSignal();
  final OutboxSignal outboxSignal = new OutboxSignal();
  final StepPlaces places = new StepPlaces(SETTINGS, engineSignal);
  final Watchers watchers = new Watchers();
  final GrantSpans spans = new GrantSpans(Traces.OFF, time);
  final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final ServerTags servers = new ServerTags();
  final MemoryPauses paused = new MemoryPauses();
  final Pauses pauses = new Pauses(paused, random, meters);
  final KeyRefusals refusals = new KeyRefusals(KEYS, time, random, meters, servers, this::signs);
  final GrantLifecycle lifecycle =
      new GrantLifecycle(
          new Backoff(SETTINGS.retryBase(), SETTINGS.retryCap()),
          SETTINGS.revocationLimit(),
          TOKENS.rules());
  final GrantChanges changes =
      new GrantChanges(
          store, lifecycle, time, random, meters, engineSignal, outboxSignal, watchers, spans);

  /// What the store throws when it is out of reach.
  static final class Away extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  static final Outages OUTAGES = Away.class::isInstance;

  GrantEngine engine(GnapCalls calls) {
    return new GrantEngine(dueGrants(), steps(calls), places, SETTINGS, engineSignal);
  }

  private GrantSteps steps(GnapCalls calls) {
    return new GrantSteps(
        changes,
        calls,
        spans,
        new AnswerRecorder(changes, OUTAGES),
        new LateAnswers(calls),
        faults(),
        OUTAGES,
        new StepMeters(meters, servers),
        places);
  }

  DueGrants dueGrants() {
    return new DueGrants(
        store, lifecycle, faults(), new ClaimMeters(meters), OUTAGES, SETTINGS, time, random);
  }

  private Faults faults() {
    return new Faults(store, SETTINGS, time, meters);
  }

  VerifiedCallbacks callbacks(ClientInstances clients) {
    return new VerifiedCallbacks(
        store, changes, watchers, SETTINGS, time, clients, meters, spans, OUTAGES);
  }

  ForwardedStarts starts(EgressSettings egress) {
    return new ForwardedStarts(store, egress, time, meters);
  }

  CommandIntake intake(ClientInstances clients) {
    return intake(clients, new RecordingGnapClient());
  }

  CommandIntake intake(ClientInstances clients, GnapClient gnap) {
    var calls = calls(gnap, new FixedWallets(new Discovery.Found(ENDPOINT)), clients);
    return new CommandIntake(
        store,
        changes,
        commands(clients),
        time,
        new FirstClaims(
            store,
            new Acceptance(clients, SETTINGS, TOKENS),
            lifecycle,
            changes,
            steps(calls),
            places,
            new ClaimMeters(meters),
            OUTAGES,
            SETTINGS,
            time,
            random),
        outboxSignal,
        new CommandMeters(meters),
        spans);
  }

  DirectCommands desk(ClientInstances clients) {
    return new DirectCommands(store, changes, commands(clients), new CommandMeters(meters), spans);
  }

  private Commands commands(ClientInstances clients) {
    return new Commands(store, changes, new Acceptance(clients, SETTINGS, TOKENS), time, spans);
  }

  /// Before there are calls, any.
  private boolean signs(ClientName client, String publicKey, Instant now) {
    return clients == null
        || clients.find(client).filter(it -> it.signsWith(publicKey, now)).isPresent();
  }

  GnapCalls calls(GnapClient gnap, FixedWallets wallets, ClientInstances clients) {
    this.clients = clients;
    var address = new PublicAddress(URI.create("https://grants.example"));
    return new GnapCalls(
        gnap,
        wallets,
        clients,
        new CallbackIds(random, address),
        new ClientForms(),
        refusals,
        _ -> delivery,
        pauses,
        EGRESS,
        time);
  }

  /// A client `shop` that may send users to [#RETURN_URI].
  static ClientInstances shop(Path folder) {
    return shop(folder, Map.of());
  }

  /// @param more of its settings by their names below `grantflow.clients.shop`
  static ClientInstances shop(Path folder, Map<String, ?> more) {
    var shop = "grantflow.clients.shop.";
    var properties = new HashMap<String, Object>();
    properties.put(shop + "wallet-address", "https://wallet.example/shop");
    properties.put(shop + "key-id", "shop-key");
    properties.put(shop + "key-file", SandboxKey.make("shop-key", folder).file().toString());
    properties.put(shop + "return-uris", RETURN_URI.toString());
    more.forEach((name, value) -> properties.put(shop + name, value));
    try (var context = PartialContexts.of(ClientInstances.class, properties).start()) {
      return context.getBean(ClientInstances.class);
    }
  }

  static GrantRequested request() {
    return request(null, null, null);
  }

  static GrantRequested request(String id) {
    return new GrantRequested(
        new GrantId(id), null, new Server.OfWalletAddress(WALLET), WANTED, null, null, null);
  }

  static GrantRequested request(
      @Nullable String client, @Nullable URI returnUri, @Nullable Duration expiresIn) {
    return new GrantRequested(
        ID,
        client == null ? null : new ClientName(client),
        new Server.OfWalletAddress(WALLET),
        WANTED,
        returnUri == null ? null : Interact.redirect(returnUri),
        expiresIn,
        null);
  }

  static Grant grant(GrantState state) {
    return grant(request(), state);
  }

  /// What brought a token was answered at [#ENDPOINT].
  static Grant grant(GrantRequested request, GrantState state) {
    return new Grant(
        request.grantId(),
        new ClientName("shop"),
        request,
        state,
        NOW,
        DEADLINE,
        state.status() == GrantState.Status.FINALIZED ? ENDPOINT : null,
        CALLBACK,
        1,
        1,
        null);
  }

  /// Which only a browser may finish that began by [#START_ID].
  static Grant bound(GrantState state) {
    return bound(request(null, RETURN_URI, null), state);
  }

  static Grant bound(GrantRequested request, GrantState state) {
    return new Grant(
        request.grantId(),
        new ClientName("shop"),
        request,
        state,
        NOW,
        DEADLINE,
        null,
        BOUND,
        1,
        1,
        null);
  }

  /// To be begun at our own URI.
  static GrantState.Pending forwarded(URI redirect) {
    return new GrantState.Pending(
        new Interaction(
            InteractionStart.at(URI.create("https://grants.example/start/start-id")),
            INTERACTION.grantEndpoint(),
            INTERACTION.nonce(),
            INTERACTION.finish(),
            INTERACTION.hashMethod(),
            redirect),
        CONTINUATION,
        DEADLINE);
  }

  static GrantState.Pending pending() {
    return new GrantState.Pending(INTERACTION, CONTINUATION, DEADLINE);
  }

  static GrantState.Requesting requesting() {
    return new GrantState.Requesting(1, null, LEASE_END);
  }

  static GrantState.Approved approved() {
    return new GrantState.Approved(CONTINUATION, INTERACT_REF, 0, null, NOW);
  }
}
