package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.GrantflowService;
import dev.grantflow.sandbox.RecordTail;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import dev.grantflow.sandbox.resourceserver.SandboxResourceServer;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.FreePorts;
import dev.grantflow.sandbox.services.LocalServices;
import dev.grantflow.trace.SpanReceiver;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The service in this JVM with real neighbours, and everything that it is told or tells in hand.
record Stage(
    SandboxAuthorizationServer server,
    Wire wire,
    EchoServer echo,
    SandboxIdentityProvider identity,
    GivenFiles files,
    Database database,
    GrantflowService grantflow,
    Commands commands,
    String commandsTopic,
    EventTail events,
    RecordTail eventRecords,
    RecordTail deadLetters,
    Caller caller,
    SpanReceiver spans,
    Queue<Canary> delivered)
    implements AutoCloseable {

  static final URI RETURN_URI = URI.create("https://shop.example/return");

  private static final Map<String, Object> PROPERTIES =
      Map.of(
          "grantflow.api.enabled",
          true,
          "grantflow.egress.allow-http",
          true,
          "grantflow.egress.allow-loopback",
          true,
          "grantflow.egress.deadline",
          "2s",
          // The one server plays many, most of them bad: their faults are not to be held against
          // it.
          "grantflow.egress.circuit.window",
          1000,
          "grantflow.egress.circuit.calls-min",
          1000,
          "grantflow.keys.refused-pause",
          "10ms",
          "grantflow.keys.refused-pause-max",
          "10ms",
          "grantflow.engine.lease",
          "5s",
          "grantflow.http.calls-per-id",
          100_000);

  private static final Pattern START = Pattern.compile("/start/([A-Za-z0-9_-]{43})");

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
    var identity = SandboxIdentityProvider.start();
    var files = new GivenFiles();
    var topics = "canary-" + UUID.randomUUID();
    var database = services.newDatabase();
    var bootstrap = services.bootstrapServers();
    var spans = SpanReceiver.start();
    var properties = new LinkedHashMap<>(PROPERTIES);
    properties.putAll(spans.settings());
    properties.putAll(identity.settings());
    properties.putAll(files.properties(server, List.of(RETURN_URI)));
    properties.put("grantflow.kafka.commands-topic", topics + ".commands");
    properties.put("grantflow.kafka.events-topic", topics + ".events");
    properties.put("grantflow.kafka.dead-letter-topic", topics + ".dead-letters");
    var grantflow =
        GrantflowService.start(database, bootstrap, FreePorts.choose(1).getFirst(), properties);
    return new Stage(
        server,
        wire.get(),
        new EchoServer(),
        identity,
        files,
        database,
        grantflow,
        new Commands(bootstrap, topics + ".commands"),
        topics + ".commands",
        new EventTail(bootstrap, topics + ".events", event -> {}),
        new RecordTail(bootstrap, topics + ".events", event -> {}),
        new RecordTail(bootstrap, topics + ".dead-letters", letter -> {}),
        new Caller(grantflow.uri(), identity),
        spans,
        new ConcurrentLinkedQueue<>());
  }

  /// What may be found nowhere: all that was said on the wire and is not for everybody, and what
  /// never is. What is two things is the first of them.
  Set<Canary> secrets() {
    var password = database.password();
    var secrets =
        Stream.of(
                delivered.stream(),
                wire.secrets(),
                echo.secrets(),
                caller.shown(),
                starts(),
                files.secrets(),
                password.length() < 12
                    ? Stream.<Canary>empty()
                    : Stream.of(Canary.of("database password", password)))
            .flatMap(it -> it);
    return secrets.collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// As the events tell them.
  private Stream<Canary> starts() {
    return eventRecords.seen(_ -> true).stream()
        .flatMap(event -> START.matcher(new String(event.value(), UTF_8)).results())
        .map(start -> Canary.of("start id", start.group(1)));
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
    identity.close();
    wire.close();
    spans.close();
  }
}
