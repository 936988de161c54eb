package dev.grantflow.sandbox.services;

import dev.grantflow.sandbox.services.FreePorts.PortTaken;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/// A Kafka broker as a child process with the JVM and the jars of this one.
record KafkaBroker(RestartableChild server, String bootstrapServers) implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  /// @param path empty, for this broker alone
  static KafkaBroker start(Path path) throws IOException, InterruptedException {
    return FreePorts.retry(
        2, ports -> start(KafkaFolder.write(path, ports.get(0), ports.get(1)), ports.get(0)));
  }

  static KafkaBroker start(KafkaFolder folder, int port)
      throws IOException, InterruptedException, PortTaken {
    return new KafkaBroker(
        RestartableChild.launch(() -> launch(folder, port)), "127.0.0.1:" + port);
  }

  private static ChildServer launch(KafkaFolder folder, int port)
      throws IOException, InterruptedException, PortTaken {
    ChildServer child =
        ChildServer.start("Kafka", command(folder), Map.of(), folder.path().resolve("server.log"));
    child.awaitReady(LIMIT, () -> answers(port, folder.clusterId()));
    return child;
  }

  private static List<String> command(KafkaFolder folder) {
    return List.of(
        Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-Dlogback.configurationFile=" + folder.logging(),
        "-cp",
        jars(),
        "kafka.Kafka",
        folder.settings().toString());
  }

  /// The jars only: the folders of this build hold nothing for a broker but other logging settings.
  private static String jars() {
    return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Asks only once the port is open, because a client that finds it closed complains in the log.
  private static boolean answers(int port, String clusterId) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return clusterId.equals(clusterIdAt(port));
    } catch (IOException _) {
      return false;
    }
  }

  private static String clusterIdAt(int port) throws IOException {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            "127.0.0.1:" + port,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            5_000,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            8_000,
            AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
            false);
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
