package dev.grantflow.bench;

import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.SandboxKeyset;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import dev.grantflow.sandbox.services.RestartableServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What stays from one scenario to the next: MySQL with the settings of production, Kafka, and an
/// authorization server.
final class Bed implements AutoCloseable {

  private static final String KEY_ID = "bench-key";

  private final Options options;
  private final LocalServices services;
  private final StubProcess stub;
  private final SandboxKey key;
  private final Path folder;
  private final List<String> jvm;

  private Bed(
      Options options,
      LocalServices services,
      StubProcess stub,
      SandboxKey key,
      Path folder,
      List<String> jvm) {
    this.options = options;
    this.services = services;
    this.stub = stub;
    this.key = key;
    this.folder = folder;
    this.jvm = jvm;
  }

  static Bed start(Options options, List<String> jvm) throws IOException {
    var folder = Files.createTempDirectory("grantflow-bench");
    return new Bed(
        options,
        LocalServices.asInProduction(System.out::println),
        StubProcess.start(Duration.ZERO),
        SandboxKey.make(KEY_ID, folder),
        folder,
        jvm);
  }

  Options options() {
    return options;
  }

  StubProcess stub() {
    return stub;
  }

  Path folder() {
    return folder;
  }

  Bare bare() throws IOException {
    return Bare.start(stub, key, jvm);
  }

  /// @param topics that a service has used, with the database, and uses no more
  Child least(Database database, String topics) throws IOException {
    return Child.start(
        LeastLoop.class,
        jvm,
        new LeastLoop.Arguments(
                services.bootstrapServers(),
                topics,
                database.jdbcUrl(),
                database.user(),
                database.password(),
                stub.uri().toString(),
                stub.walletAddress("shop"),
                key.file().toString())
            .words());
  }

  /// A schema and topics of their own, with one replica.
  Rig rig(Map<String, String> more) throws IOException {
    return rig(services.newDatabase(), List.of(), more);
  }

  /// @param moreOptions of its JVM
  Rig rig(Database database, List<String> moreOptions, Map<String, String> more)
      throws IOException {
    var topics = "bench-" + UUID.randomUUID();
    return new Rig(this, database, topics, replica(database, topics, moreOptions, more));
  }

  Database database() {
    return services.newDatabase();
  }

  String bootstrapServers() {
    return services.bootstrapServers();
  }

  /// One more replica, with the settings that production would have but for what one machine needs.
  Replica replica(Database database, String topics, Map<String, String> more) throws IOException {
    return replica(database, topics, List.of(), more);
  }

  /// @param moreOptions of its JVM
  Replica replica(
      Database database, String topics, List<String> moreOptions, Map<String, String> more)
      throws IOException {
    return replica(database, topics, moreOptions, program(), more);
  }

  /// @param moreOptions of its JVM
  /// @param program what stands behind them, for something else than the service
  Replica replica(
      Database database,
      String topics,
      List<String> moreOptions,
      List<String> program,
      Map<String, String> more)
      throws IOException {
    var settings = new HashMap<String, String>();
    settings.put("MYSQL_URL", database.jdbcUrl());
    settings.put("MYSQL_USER", database.user());
    settings.put("MYSQL_PASSWORD", database.password());
    settings.put("KAFKA_BOOTSTRAP_SERVERS", services.bootstrapServers());
    settings.put(SandboxKeyset.VARIABLE, SandboxKeyset.shared().toString());
    settings.put("GRANTFLOW_KAFKA_COMMANDS_TOPIC", topics + ".commands");
    settings.put("GRANTFLOW_KAFKA_EVENTS_TOPIC", topics + ".events");
    settings.put("GRANTFLOW_KAFKA_DEAD_LETTER_TOPIC", topics + ".dead-letters");
    settings.put("GRANTFLOW_SANDBOX", "true");
    settings.put("GRANTFLOW_EGRESS_PORTS", "any");
    settings.put("GRANTFLOW_EGRESS_ALLOW_HTTP", "true");
    settings.put("GRANTFLOW_EGRESS_ALLOW_LOOPBACK", "true");
    settings.put("GRANTFLOW_SHUTDOWN_NOTICE", "0s");
    // All browsers come from one address.
    settings.put("GRANTFLOW_HTTP_CALLS_PER_SOURCE", "1000000");
    settings.put("GRANTFLOW_CLIENTS_SHOP_WALLET_ADDRESS", stub.walletAddress("shop"));
    settings.put("GRANTFLOW_CLIENTS_SHOP_KEY_ID", key.keyId());
    settings.put("GRANTFLOW_CLIENTS_SHOP_KEY_FILE", key.file().toString());
    settings.put("GRANTFLOW_CLIENTS_SHOP_RETURN_URIS", GrantRequests.RETURN_URI);
    settings.putAll(options.service());
    settings.putAll(more);
    var command = new ArrayList<>(jvm);
    command.addAll(moreOptions);
    command.addAll(program);
    return Replica.start(command, settings, Files.createTempFile(folder, "service", ".log"));
  }

  List<String> program() {
    return options
        .classpath()
        .map(path -> List.of("-cp", path, "dev.grantflow.Grantflow"))
        .orElseGet(() -> List.of("-jar", System.getProperty("grantflow.jar", "grantflow.jar")));
  }

  /// The processes beside the service whose cost is told, by name; without those that cannot be
  /// seen.
  Map<String, ProcessHandle> neighbours() {
    var seen = new HashMap<String, ProcessHandle>();
    process(services.mysql()).ifPresent(it -> seen.put("MySQL", it));
    process(services.kafka()).ifPresent(it -> seen.put("Kafka", it));
    seen.put("stub", stub.child().process());
    seen.put("load generator", ProcessHandle.current());
    return seen;
  }

  private static Optional<ProcessHandle> process(Optional<RestartableServer> server) {
    return server.flatMap(RestartableServer::process);
  }

  @Override
  public void close() {
    stub.close();
    services.close();
  }
}
