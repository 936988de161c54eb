package dev.grantflow.acceptance;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.GrantflowService;
import dev.grantflow.sandbox.RecordTail;
import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import dev.grantflow.sandbox.resourceserver.SandboxResourceServer;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.FreePorts;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A platform with Grantflow in it: real MySQL, real Kafka, the service, and the sandbox's
/// authorization server. One for all acceptance tests; they keep apart by their grant ids.
record Platform(
    SandboxAuthorizationServer server,
    Database database,
    GrantflowService grantflow,
    Commands commands,
    EventTail events,
    RecordTail deadLetters) {

  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final URI RETURN_URI = URI.create("https://shop.example/return");

  /// Whose tokens every Grantflow of the acceptance tests believes.
  static final SandboxIdentityProvider IDENTITY = SandboxIdentityProvider.start();

  private static final Duration MIN_WAIT = Duration.ofSeconds(1);

  static Platform shared() {
    return Shared.PLATFORM;
  }

  static String newGrantId() {
    return "test-" + UUID.randomUUID();
  }

  URI wallet(String name) {
    return server.walletAddress(name);
  }

  private static Platform start() {
    var services = LocalServices.shared();
    var server = SandboxAuthorizationServer.start(Settings.usual().withMinWait(MIN_WAIT));
    SandboxResourceServer.open(server, Clock.systemUTC());
    var database = services.newDatabase();
    var bootstrapServers = services.bootstrapServers();
    int port = freePort();
    var properties = withFurtherClients(server);
    // Another site than the authorization server's, to a browser.
    properties.put("grantflow.public-uri", "http://localhost:" + port);
    var grantflow = GrantflowService.start(database, bootstrapServers, port, properties);
    return new Platform(
        server,
        database,
        grantflow,
        new Commands(bootstrapServers),
        new EventTail(bootstrapServers, event -> {}),
        new RecordTail(bootstrapServers, "grants.commands.dead-letter", deadLetter -> {}));
  }

  static Map<String, Object> configuration(SandboxAuthorizationServer server) {
    try {
      var key = SandboxKey.make("test-key", Files.createTempDirectory("grantflow-test"));
      server.publishKey("shop", key.keyId(), key.publicKey());
      var properties = new LinkedHashMap<>(IDENTITY.settings());
      properties.put("grantflow.api.enabled", true);
      properties.put("grantflow.egress.allow-http", true);
      properties.put("grantflow.egress.allow-loopback", true);
      properties.put("grantflow.egress.deadline", "3s");
      // The one server plays many, most of them bad: their faults are not to be held against it.
      properties.put("grantflow.egress.circuit.window", 1000);
      properties.put("grantflow.egress.circuit.calls-min", 1000);
      properties.put("grantflow.engine.lease", "7s");
      properties.put("grantflow.clients.shop.wallet-address", server.walletAddress("shop"));
      properties.put("grantflow.clients.shop.key-id", key.keyId());
      properties.put("grantflow.clients.shop.key-file", key.file());
      properties.put("grantflow.clients.shop.return-uris", List.of(RETURN_URI));
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Beside the default `shop`: `kiosk`, which shows itself by its key alone, `partner`, which does
  /// so with its name, `agent`, which uses what GNAP has beyond Open Payments, `unbound`, to which
  /// any browser may come back, and `vault`, whose tokens are fetched by reference.
  private static Map<String, Object> withFurtherClients(SandboxAuthorizationServer server) {
    var properties = configuration(server);
    properties.put("grantflow.default-client", "shop");
    addClient(properties, server, "kiosk").put("grantflow.clients.kiosk.client-field", "JWK");
    addClient(properties, server, "agent").put("grantflow.clients.agent.hash-method", "SHA3_512");
    properties.put("grantflow.clients.agent.instance-id", true);
    addClient(properties, server, "unbound")
        .put("grantflow.clients.unbound.browser-binding", "OFF");
    properties.put("grantflow.clients.unbound.return-uris", List.of(RETURN_URI));
    addClient(properties, server, "partner").put("grantflow.clients.partner.client-field", "KEY");
    addClient(properties, server, "vault")
        .put("grantflow.clients.vault.token-delivery", "REFERENCE");
    return properties;
  }

  static Map<String, Object> addClient(
      Map<String, Object> properties, SandboxAuthorizationServer server, String name) {
    try {
      var key = SandboxKey.make(name + "-key", Files.createTempDirectory("grantflow-test"));
      server.publishKey(name, key.keyId(), key.publicKey());
      var client = "grantflow.clients." + name + ".";
      properties.put(client + "wallet-address", server.walletAddress(name));
      properties.put(client + "key-id", key.keyId());
      properties.put(client + "key-file", key.file());
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try {
      return FreePorts.choose(1).getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Shared {

    static final Platform PLATFORM = start();

    private Shared() {}
  }
}
