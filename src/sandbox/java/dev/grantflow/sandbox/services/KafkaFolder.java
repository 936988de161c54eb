package dev.grantflow.sandbox.services;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/// What a broker reads before it starts: its settings, its logging and a formatted log folder.
///
/// @param clusterId tells this broker from any other that may answer at its port
record KafkaFolder(Path path, String clusterId, KafkaListener listener) {

  private static final int NODE = 1;
  private static final String CONTROLLER = "CONTROLLER";

  static KafkaFolder write(Path path, int port, int controllerPort) throws IOException {
    return write(path, port, controllerPort, KafkaListener.PLAIN);
  }

  static KafkaFolder write(Path path, int port, int controllerPort, KafkaListener listener)
      throws IOException {
    KafkaFolder folder = new KafkaFolder(path, Uuid.randomUuid().toString(), listener);
    Files.writeString(
        folder.settings(),
        settings(folder.log(), port, controllerPort, listener) + listener.settings());
    try (InputStream logging =
        Objects.requireNonNull(KafkaFolder.class.getResourceAsStream("kafka-logback.xml"))) {
      Files.copy(logging, folder.logging(), StandardCopyOption.REPLACE_EXISTING);
    }
    FileTrees.delete(folder.log());
    folder.format();
    return folder;
  }

  Path settings() {
    return path.resolve("server.properties");
  }

  Path logging() {
    return path.resolve("logback.xml");
  }

  private Path log() {
    return path.resolve("log");
  }

  /// One node that is broker and controller, nothing replicated, buffers for a small heap.
  private static String settings(Path log, int port, int controllerPort, KafkaListener listener) {
    return """
    process.roles=broker,controller
    node.id=%1$d
    controller.quorum.voters=%1$d@127.0.0.1:%4$d
    controller.listener.names=%5$s
    listeners=%6$s://127.0.0.1:%3$d,%5$s://127.0.0.1:%4$d
    advertised.listeners=%6$s://%7$s:%3$d
    inter.broker.listener.name=%6$s
    listener.security.protocol.map=%6$s:%6$s,%5$s:PLAINTEXT
    log.dirs=%2$s
    auto.create.topics.enable=false
    num.partitions=1
    offsets.topic.num.partitions=1
    offsets.topic.replication.factor=1
    transaction.state.log.num.partitions=1
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    share.coordinator.state.topic.num.partitions=1
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    group.initial.rebalance.delay.ms=0
    log.cleaner.dedupe.buffer.size=4194304
    log.index.size.max.bytes=1048576
    """
        .formatted(
            NODE, log, port, controllerPort, CONTROLLER, listener.protocol(), listener.host());
  }

  private void format() throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Formatter formatter =
        new Formatter()
            .setPrintStream(new PrintStream(said, false, StandardCharsets.UTF_8))
            .setNodeId(NODE)
            .setClusterId(clusterId)
            .setDirectories(List.of(log().toString()))
            .setMetadataLogDirectory(log().toString())
            .setControllerListenerName(CONTROLLER)
            .setScramArguments(listener.scram());
    try {
      formatter.run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Kafka's log folder could not be formatted: " + said, e);
    }
  }
}
