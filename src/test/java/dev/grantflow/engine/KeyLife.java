package dev.grantflow.engine;

import dev.grantflow.PartialContexts;
import dev.grantflow.client.Acting;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.egress.LimitedEgress;
import dev.grantflow.gnap.GnapClients;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Input;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.authserver.ConsentDriver;
import dev.grantflow.sandbox.authserver.Point;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.SeenCall;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The engine with real signatures and a sandbox authorization server that verifies them, in one
/// time that both share and that stands still until a test moves it. The client `shop` has the key
/// `old`, and `new` from [#SWITCH] on; which of them are published is the test's business.
final class KeyLife implements AutoCloseable {

  static final Instant SWITCH = Scene.NOW.plus(Duration.ofHours(2));

  private static final Pattern KEY_ID = Pattern.compile("keyid=\"([^\"]+)\"");
  private static final Pattern INTERACT_REF = Pattern.compile("interact_ref=([^&]+)");
  private static final String PAYMENT =
      "{\"access\":[{\"actions\":[\"create\",\"read\"],"
          + "\"identifier\":\"https://wallet.example/alice\",\"type\":\"outgoing-payment\"}]}";
  private static final String QUOTE =
      "{\"access\":[{\"actions\":[\"create\"],\"type\":\"quote\"}]}";

  final Scene scene = new Scene();
  private final List<SeenCall> seen = new CopyOnWriteArrayList<>();
  private final SandboxAuthorizationServer server;
  private final Map<String, SandboxKey> keys;
  private final ApplicationContext context;
  private final GnapCalls calls;
  private final DueGrants due = scene.dueGrants();

  /// @param more settings of the client by their names below `grantflow.clients.shop`
  KeyLife(Path folder, Map<String, Object> more) {
    server =
        SandboxAuthorizationServer.start(
            Settings.usual()
                .withClock(scene.time.withZone(ZoneOffset.UTC))
                .withObserver(seen::add));
    keys = Map.of("old", SandboxKey.make("old", folder), "new", SandboxKey.make("new", folder));
    var properties = new HashMap<String, Object>();
    properties.put("grantflow.egress.allow-http", true);
    properties.put("grantflow.egress.allow-loopback", true);
    properties.put("grantflow.egress.ports", "any");
    properties.put("grantflow.keys.reload-interval", "100ms");
    var shop = "grantflow.clients.shop.";
    properties.put(shop + "wallet-address", server.walletAddress("shop").toString());
    properties.put(shop + "key-id", "old");
    properties.put(shop + "key-file", file("old"));
    properties.put(shop + "keys.new.key-id", "new");
    properties.put(shop + "keys.new.key-file", file("new"));
    properties.put(shop + "keys.new.active-from", SWITCH.toString());
    properties.put(shop + "return-uris", Scene.RETURN_URI.toString());
    more.forEach((name, value) -> properties.put(shop + name, value));
    context =
        PartialContexts.of(properties, "dev.grantflow.client", "dev.grantflow.egress")
            .enableDefaultPropertySources(false)
            .start();
    calls =
        scene.calls(
            GnapClients.over(context.getBean(LimitedEgress.class), scene.time, scene.random),
            new FixedWallets(new Discovery.Found(server.grantEndpoint())),
            context.getBean(ClientInstances.class));
  }

  private String file(String keyId) {
    return Objects.requireNonNull(keys.get(keyId)).file().toString();
  }

  /// Puts another key into the file, publishes it and waits until it has been read.
  void replace(String keyId, Path elsewhere) throws IOException {
    var other = SandboxKey.make(keyId, elsewhere);
    server.publishKey("shop", keyId, other.publicKey());
    Files.move(other.file(), Path.of(file(keyId)), StandardCopyOption.ATOMIC_MOVE);
    var wanted = Base64.getUrlEncoder().withoutPadding().encodeToString(other.publicKey());
    while (!publicKeyAtTheSwitch().equals(wanted)) {
      Thread.onSpinWait();
    }
  }

  private String publicKeyAtTheSwitch() {
    return context
        .getBean(ClientInstances.class)
        .find(null)
        .flatMap(client -> client.acting(server.grantEndpoint(), SWITCH))
        .map(Acting::publicKey)
        .orElseThrow();
  }

  void publish(String keyId) {
    server.publishKey("shop", keyId, Objects.requireNonNull(keys.get(keyId)).publicKey());
  }

  /// Something that nobody has to consent to.
  void requestQuote(String id) {
    request(id, server.grantEndpoint(), QUOTE, false);
  }

  /// A payment that somebody has to consent to.
  ///
  /// @param wallet whose behaviour the server shows, see [SandboxAuthorizationServer]
  void requestPayment(String id, String wallet) {
    request(id, server.grantEndpoint(wallet), PAYMENT, true);
  }

  private void request(String id, URI endpoint, String wanted, boolean isInteractive) {
    var request =
        new GrantRequested(
            new GrantId(id),
            new ClientName("shop"),
            new Server.GrantEndpoint(endpoint),
            new Wanted(new Json(wanted), null),
            isInteractive ? Interact.redirect(Scene.RETURN_URI) : null,
            null,
            null);
    var now = scene.time.instant();
    scene.store.put(
        new Grant(
            request.grantId(),
            new ClientName("shop"),
            request,
            new GrantState.Requested(0, null, now),
            now,
            now.plus(Duration.ofMinutes(15)),
            null,
            null,
            0,
            0,
            null));
  }

  /// The resource owner is sent on by us, approves, and the browser comes back.
  void approve(String id) {
    var grant = grant(id);
    var pending = (GrantState.Pending) grant.state();
    var callback = ConsentDriver.approve(Objects.requireNonNull(pending.interaction().forward()));
    var ref = INTERACT_REF.matcher(String.valueOf(callback.getRawQuery()));
    if (!ref.find()) {
      throw new AssertionError("no interact_ref");
    }
    happen(grant, new Input.CallbackVerified(Secret.of(ref.group(1))));
  }

  void happen(String id, Input input) {
    happen(grant(id), input);
  }

  private void happen(Grant grant, Input input) {
    scene.changes.apply(grant, input);
  }

  /// Makes the calls that are due.
  void round() {
    for (var claimed : due.claim(64)) {
      calls
          .make(claimed.after())
          .ifPresent(made -> scene.changes.apply(made.grant(), new Input.Answered(made.answer())));
    }
  }

  void pass(Duration duration) {
    scene.time.pass(duration);
  }

  void passTo(Instant instant) {
    scene.time.pass(Duration.between(scene.time.instant(), instant));
  }

  Grant grant(String id) {
    return scene.store.find(new GrantId(id)).orElseThrow();
  }

  GrantState.Status status(String id) {
    return grant(id).state().status();
  }

  /// Which keys have signed calls of this kind, in order.
  List<String> signers(Point what) {
    return calls(what)
        .map(call -> KEY_ID.matcher(String.valueOf(call.signatureInput())))
        .map(matcher -> matcher.find() ? matcher.group(1) : "")
        .toList();
  }

  /// The server tells of a call a moment after it has answered.
  Stream<SeenCall> calls(Point what) {
    while (told(what).count() < server.books().calls(what)) {
      Thread.onSpinWait();
    }
    return told(what);
  }

  private Stream<SeenCall> told(Point what) {
    return seen.stream().filter(call -> call.what() == what);
  }

  double metric(String name) {
    return scene.meters.find(name).counters().stream().mapToDouble(it -> it.count()).sum();
  }

  @Override
  public void close() {
    context.close();
    server.close();
  }
}
