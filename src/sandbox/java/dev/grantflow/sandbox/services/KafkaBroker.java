package dev.grantflow.sandbox.services;

import dev.grantflow.sandbox.services.FreePorts.PortTaken;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/// A Kafka broker as a child process with the JVM and the jars of this one.
record KafkaBroker(RestartableChild server, String bootstrapServers, KafkaListener listener)
    implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  /// @param path empty, for this broker alone
  static KafkaBroker start(Path path, Durability durability)
      throws IOException, InterruptedException {
    return start(path, KafkaListener.PLAIN, durability.kafkaOptions());
  }

  /// @param path empty, for this broker alone
  static KafkaBroker start(Path path, KafkaListener listener)
      throws IOException, InterruptedException {
    return start(path, listener, Durability.NONE.kafkaOptions());
  }

  private static KafkaBroker start(Path path, KafkaListener listener, List<String> options)
      throws IOException, InterruptedException {
    return FreePorts.retry(
        2,
        ports ->
            start(
                KafkaFolder.write(path, ports.get(0), ports.get(1), listener),
                ports.get(0),
                options));
  }

  static KafkaBroker start(KafkaFolder folder, int port, List<String> options)
      throws IOException, InterruptedException, PortTaken {
    return new KafkaBroker(
        RestartableChild.launch(() -> launch(folder, port, options)),
        folder.listener().host() + ":" + port,
        folder.listener());
  }

  private static ChildServer launch(KafkaFolder folder, int port, List<String> options)
      throws IOException, InterruptedException, PortTaken {
    ChildServer child =
        ChildServer.start(
            "Kafka", command(folder, options), Map.of(), folder.path().resolve("server.log"));
    child.awaitReady(LIMIT, () -> answers(port, folder));
    return child;
  }

  private static List<String> command(KafkaFolder folder, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-Xshare:auto",
            "-Dlogback.configurationFile=" + folder.logging(),
            "-cp",
            jars(),
            "kafka.Kafka",
            folder.settings().toString()));
    return command;
  }

  /// The jars only: the folders of this build hold nothing for a broker but other logging settings.
  private static String jars() {
    return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Asks only once the port is open, because a client that finds it closed complains in the log.
  private static boolean answers(int port, KafkaFolder folder) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return folder.clusterId().equals(clusterIdAt(port, folder.listener()));
    } catch (IOException _) {
      return false;
    }
  }

  private static String clusterIdAt(int port, KafkaListener listener) throws IOException {
    Map<String, Object> settings = new HashMap<>(listener.client());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, listener.host() + ":" + port);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 8_000);
    settings.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    try (Admin admin = Admin.create(settings)) {
      return admin.describeCluster().clusterId().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.kill();
  }
}
