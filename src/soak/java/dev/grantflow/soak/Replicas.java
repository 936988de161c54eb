package dev.grantflow.soak;

import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.SandboxKeyset;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.FreePorts;
import dev.grantflow.sandbox.services.LocalServices;
import dev.grantflow.sandbox.services.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Two replicas, each with a network of its own to MySQL that can fail.
record Replicas(List<Replica> all, List<TcpProxy> databaseLinks) implements AutoCloseable {

  static final URI RETURN_URI = URI.create("https://shop.example/return");

  /// Browsers find the replicas behind this name as behind a load balancer; see [Browser].
  private static final String PUBLIC_URI = "https://localhost";

  private static final Pattern HOST_AND_PORT = Pattern.compile("//([^:/]+):(\\d+)/");

  static Replicas start(
      Path jar,
      Path folder,
      LocalServices services,
      Database database,
      Topics topics,
      Servers servers)
      throws IOException, InterruptedException {
    var key = SandboxKey.make("soak-key", folder);
    servers.keys().publishKey("shop", key.keyId(), key.publicKey());
    var replicas = new Replicas(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < 2; i++) {
      var ports = FreePorts.choose(2);
      var url = HOST_AND_PORT.matcher(database.jdbcUrl());
      if (!url.find()) {
        throw new IllegalStateException("no host and port in " + database.jdbcUrl());
      }
      var link = TcpProxy.to(url.group(1), Integer.parseInt(url.group(2)));
      replicas.databaseLinks.add(link);
      var environment = new HashMap<>(settings());
      environment.putAll(
          Map.ofEntries(
              Map.entry("GRANTFLOW_PORT", ports.get(0).toString()),
              Map.entry("GRANTFLOW_MANAGEMENT_PORT", ports.get(1).toString()),
              Map.entry("GRANTFLOW_PUBLIC_URI", PUBLIC_URI),
              Map.entry("MYSQL_URL", through(url, link)),
              Map.entry("MYSQL_USER", database.user()),
              Map.entry("MYSQL_PASSWORD", database.password()),
              Map.entry("KAFKA_BOOTSTRAP_SERVERS", services.bootstrapServers()),
              Map.entry(SandboxKeyset.VARIABLE, SandboxKeyset.shared().toString()),
              Map.entry("GRANTFLOW_KAFKA_COMMANDS_TOPIC", topics.commands()),
              Map.entry("GRANTFLOW_KAFKA_EVENTS_TOPIC", topics.events()),
              Map.entry("GRANTFLOW_KAFKA_DEAD_LETTER_TOPIC", topics.deadLetters()),
              Map.entry(
                  "GRANTFLOW_CLIENTS_SHOP_WALLET_ADDRESS",
                  servers.keys().walletAddress("shop").toString()),
              Map.entry("GRANTFLOW_CLIENTS_SHOP_RETURN_URIS", RETURN_URI.toString()),
              Map.entry("GRANTFLOW_CLIENTS_SHOP_KEY_ID", key.keyId()),
              Map.entry("GRANTFLOW_CLIENTS_SHOP_KEY_FILE", key.file().toString())));
      replicas.all.add(
          new Replica("replica " + (i + 1), ports.getFirst(), jar, environment, folder));
    }
    for (var replica : replicas.all) {
      replica.awaitReady();
    }
    return replicas;
  }

  Replica get(int number) {
    return all.get(number);
  }

  /// What no supervisor may overlook.
  List<String> faults() {
    return all.stream().flatMap(replica -> replica.faults().stream()).toList();
  }

  @Override
  public void close() {
    all.forEach(Replica::close);
    databaseLinks.forEach(TcpProxy::close);
  }

  /// Everything takes seconds that usually takes minutes, so that it settles within the run. All
  /// awkward wallet addresses are of one server: it is left alone only when nearly nothing works.
  private static Map<String, String> settings() {
    return Map.ofEntries(
        Map.entry("GRANTFLOW_ENGINE_LEASE", "8s"),
        Map.entry("GRANTFLOW_EGRESS_DEADLINE", "3s"),
        Map.entry("GRANTFLOW_EGRESS_CALLS_PER_SERVER_MAX", "64"),
        Map.entry("GRANTFLOW_EGRESS_CIRCUIT_WINDOW", "50"),
        Map.entry("GRANTFLOW_EGRESS_CIRCUIT_CALLS_MIN", "50"),
        Map.entry("GRANTFLOW_EGRESS_CIRCUIT_FAILURE_RATE", "95"),
        Map.entry("GRANTFLOW_EGRESS_CIRCUIT_OPEN_TIME", "2s"),
        Map.entry("GRANTFLOW_ENGINE_RETRY_BASE", "200ms"),
        Map.entry("GRANTFLOW_ENGINE_RETRY_CAP", "3s"),
        Map.entry("GRANTFLOW_ENGINE_REVOCATION_LIMIT", "15s"),
        Map.entry("GRANTFLOW_KAFKA_RELAY_RETRY_PAUSE_MAX", "1s"),
        Map.entry("GRANTFLOW_SANDBOX", "true"),
        Map.entry("GRANTFLOW_EGRESS_PORTS", "any"),
        // All users come from this machine, and load pages until they are there.
        Map.entry("GRANTFLOW_HTTP_CALLS_PER_SOURCE", "1000000"),
        Map.entry("GRANTFLOW_HTTP_CALLS_PER_ID", "1000000"),
        Map.entry("GRANTFLOW_EGRESS_ALLOW_HTTP", "true"),
        Map.entry("GRANTFLOW_EGRESS_ALLOW_LOOPBACK", "true"),
        Map.entry("KAFKA_SESSION_TIMEOUT_MS", "6000"),
        Map.entry("KAFKA_HEARTBEAT_INTERVAL_MS", "1000"),
        Map.entry("KAFKA_METADATA_MAX_AGE_MS", "5000"),
        Map.entry("KAFKA_RECONNECT_BACKOFF_MAX_MS", "500"));
  }

  private static String through(Matcher url, TcpProxy link) {
    return url.replaceFirst("//127.0.0.1:" + link.port() + "/");
  }
}
