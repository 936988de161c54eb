package dev.grantflow.canary;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.GrantflowService;
import dev.grantflow.sandbox.RecordTail;
import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.resourceserver.SandboxResourceServer;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.FreePorts;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// The service in this JVM with real neighbours, and everything that it is told or tells in hand.
record Stage(
    SandboxAuthorizationServer server,
    Wire wire,
    EchoServer echo,
    SandboxKey key,
    Database database,
    GrantflowService grantflow,
    Commands commands,
    String commandsTopic,
    EventTail events,
    RecordTail eventRecords,
    RecordTail deadLetters,
    Caller caller)
    implements AutoCloseable {

  static final URI RETURN_URI = URI.create("https://shop.example/return");

  static Stage set() throws IOException {
    var services = LocalServices.shared();
    var wire = new AtomicReference<Wire>();
    var server =
        SandboxAuthorizationServer.startBehind(
            Settings.usual().withMinWait(Duration.ofSeconds(1)),
            port -> {
              wire.set(Wire.to(port));
              return URI.create("http://127.0.0.1:" + wire.get().port());
            });
    SandboxResourceServer.open(server, Clock.systemUTC());
    var key = SandboxKey.make("canary-key", Files.createTempDirectory("grantflow-canary"));
    server.publishKey("shop", key.keyId(), key.publicKey());
    var topics = "canary-" + UUID.randomUUID();
    var database = services.newDatabase();
    var bootstrap = services.bootstrapServers();
    var properties = new LinkedHashMap<>(properties(server, key));
    properties.put("grantflow.kafka.commands-topic", topics + ".commands");
    properties.put("grantflow.kafka.events-topic", topics + ".events");
    properties.put("grantflow.kafka.dead-letter-topic", topics + ".dead-letters");
    var grantflow =
        GrantflowService.start(database, bootstrap, FreePorts.choose(1).getFirst(), properties);
    return new Stage(
        server,
        wire.get(),
        new EchoServer(),
        key,
        database,
        grantflow,
        new Commands(bootstrap, topics + ".commands"),
        topics + ".commands",
        new EventTail(bootstrap, topics + ".events", event -> {}),
        new RecordTail(bootstrap, topics + ".events", event -> {}),
        new RecordTail(bootstrap, topics + ".dead-letters", letter -> {}),
        new Caller(grantflow.uri()));
  }

  private static Map<String, Object> properties(SandboxAuthorizationServer server, SandboxKey key) {
    return Map.ofEntries(
        Map.entry("grantflow.api.enabled", true),
        Map.entry("grantflow.egress.allow-http", true),
        Map.entry("grantflow.egress.allow-loopback", true),
        Map.entry("grantflow.egress.deadline", "2s"),
        // The one server plays many, most of them bad: their faults are not to be held against it.
        Map.entry("grantflow.egress.circuit.window", 1000),
        Map.entry("grantflow.egress.circuit.calls-min", 1000),
        Map.entry("grantflow.engine.lease", "5s"),
        Map.entry("grantflow.clients.shop.wallet-address", server.walletAddress("shop")),
        Map.entry("grantflow.clients.shop.key-id", key.keyId()),
        Map.entry("grantflow.clients.shop.key-file", key.file()),
        Map.entry("grantflow.clients.shop.return-uris", List.of(RETURN_URI)));
  }

  /// What may be found nowhere: all that was said on the wire and is not for everybody, and what
  /// never is.
  Stream<Canary> secrets() throws IOException {
    var pem = Files.readString(key.file(), StandardCharsets.US_ASCII);
    var pkcs8 = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    var seed = Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
    var password = database.password();
    return Stream.of(
            wire.secrets(),
            EchoServer.secrets(),
            Stream.of(Canary.of("private key", seed), Canary.of("private key file", pkcs8)),
            password.length() < 12
                ? Stream.<Canary>empty()
                : Stream.of(Canary.of("database password", password)))
        .flatMap(it -> it);
  }

  @Override
  public void close() throws IOException {
    commands.close();
    events.close();
    eventRecords.close();
    deadLetters.close();
    grantflow.close();
    server.close();
    echo.close();
    wire.close();
  }
}
