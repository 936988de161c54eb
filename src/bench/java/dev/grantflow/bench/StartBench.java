package dev.grantflow.bench;

import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.SandboxKeyset;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.FreePorts;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// How long the packaged service takes from the start of its process until it is ready, and the
/// memory that it has then, with the image's options of the JVM and with more. The schema and the
/// topics are there already, as for every replica but the first. All ways in turn, several times,
/// because machines are noisy.
///
/// Properties: `bench.rounds` (3), `grantflow.jar`.
final class StartBench {

  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /// Of the image.
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          // Three quarters of the 768 MiB that the chart gives.
          "-Xmx576m");

  private static final String COMPACT = "-XX:+UseCompactObjectHeaders";

  private final Path folder;
  private final Map<String, String> environment;

  private StartBench(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /// @param seconds until it is ready
  /// @param megabytes that are resident then
  private record Start(double seconds, long megabytes) {}

  /// @param options beside the image's
  private record Way(String name, List<String> options, List<Start> starts) {

    void print() {
      System.out.printf(
          "%-44s %s s   %s MB%n",
          name,
          starts.stream().map(it -> "%5.2f".formatted(it.seconds())).toList(),
          starts.stream().map(Start::megabytes).toList());
    }
  }

  public static void main(String[] arguments) throws Exception {
    var folder = Files.createTempDirectory("start-bench");
    try (var services = LocalServices.start(line -> System.out.println(line));
        var server = SandboxAuthorizationServer.start(Settings.usual())) {
      var database = services.newDatabase();
      var bench =
          new StartBench(
              folder, environment(server, database, services.bootstrapServers(), folder));
      bench.start(List.of());
      var plain = bench.trained("plain.aot", List.of());
      var compact = bench.trained("compact.aot", List.of(COMPACT));
      var ways =
          List.of(
              new Way("as the image starts it", List.of(), new ArrayList<>()),
              new Way("with compact headers", List.of(COMPACT), new ArrayList<>()),
              new Way("with a cache (JEP 514)", List.of(plain), new ArrayList<>()),
              new Way("with both", List.of(COMPACT, compact), new ArrayList<>()),
              new Way("with a cache of other options", List.of(COMPACT, plain), new ArrayList<>()));
      for (var round = 0; round < ROUNDS; round++) {
        for (var way : ways) {
          way.starts().add(bench.start(way.options()));
        }
      }
      ways.forEach(Way::print);
    }
    System.exit(0);
  }

  private static Map<String, String> environment(
      SandboxAuthorizationServer server, Database database, String bootstrapServers, Path folder) {
    var key = SandboxKey.make("shop-key", folder);
    server.publishKey("shop", key.keyId(), key.publicKey());
    return Map.ofEntries(
        Map.entry("MYSQL_URL", database.jdbcUrl()),
        Map.entry("MYSQL_USER", database.user()),
        Map.entry("MYSQL_PASSWORD", database.password()),
        Map.entry("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers),
        Map.entry("GRANTFLOW_SANDBOX", "true"),
        Map.entry("GRANTFLOW_EGRESS_ALLOW_HTTP", "true"),
        Map.entry("GRANTFLOW_EGRESS_ALLOW_LOOPBACK", "true"),
        Map.entry("GRANTFLOW_EGRESS_PORTS", "any"),
        Map.entry("GRANTFLOW_SHUTDOWN_NOTICE", "0s"),
        Map.entry("GRANTFLOW_ENCRYPTION_KEYSET_FILE", SandboxKeyset.shared().toString()),
        Map.entry("GRANTFLOW_CLIENTS_SHOP_WALLET_ADDRESS", server.walletAddress("shop").toString()),
        Map.entry("GRANTFLOW_CLIENTS_SHOP_KEY_ID", key.keyId()),
        Map.entry("GRANTFLOW_CLIENTS_SHOP_KEY_FILE", key.file().toString()));
  }

  /// A run that is ended as soon as it is ready, which writes the cache.
  ///
  /// @return the option that uses it
  private String trained(String name, List<String> options) throws Exception {
    var cache = folder.resolve(name);
    start(Stream.concat(options.stream(), Stream.of("-XX:AOTCacheOutput=" + cache)).toList());
    System.out.printf("%s has %d MB%n", name, Files.size(cache) >> 20);
    return "-XX:AOTCache=" + cache;
  }

  private Start start(List<String> more) throws IOException, InterruptedException {
    var ports = FreePorts.choose(2);
    var command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                OPTIONS.stream(),
                more.stream(),
                Stream.of("-jar", System.getProperty("grantflow.jar")))
            .flatMap(part -> part)
            .toList();
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().putAll(environment);
    builder.environment().put("GRANTFLOW_PORT", ports.getFirst().toString());
    builder.environment().put("GRANTFLOW_MANAGEMENT_PORT", ports.getLast().toString());
    builder.environment().put("GRANTFLOW_PUBLIC_URI", "http://localhost:" + ports.getFirst());
    var begin = System.nanoTime();
    var process = builder.start();
    try {
      awaitReady(process, ports.getLast());
      return new Start((System.nanoTime() - begin) / 1e9, resident(process));
    } finally {
      process.destroy();
      // A cache is written at the end.
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private void awaitReady(Process process, int port) throws IOException, InterruptedException {
    var readiness = URI.create("http://127.0.0.1:%d/health/readiness".formatted(port));
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (status(readiness) != 200) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(Files.readString(folder.resolve("log")));
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /// 0 when nobody listens.
  private static int status(URI readiness) throws InterruptedException {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(readiness).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException _) {
      return 0;
    }
  }

  /// As Linux counts it; 0 elsewhere.
  private static long resident(Process process) throws IOException {
    var status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kilobytes -> Long.parseLong(kilobytes) >> 10)
          .findFirst()
          .orElse(0);
    }
  }
}
