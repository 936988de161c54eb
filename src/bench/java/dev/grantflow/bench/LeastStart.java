package dev.grantflow.bench;

import static java.util.Objects.requireNonNull;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A program that does nothing but start what the service starts with that is not the service's
/// own: the framework with HTTP server and health, a pool of connections to MySQL, migrations and
/// meters where they are not switched off, and the three clients of Kafka.
final class LeastStart {

  private static final String GROUP = "least";
  private static final Duration POLL = Duration.ofSeconds(1);

  private LeastStart() {}

  public static void main(String[] arguments) throws InterruptedException {
    var context =
        ApplicationContext.builder()
            .banner(false)
            .properties(
                Map.of(
                    // Asks beans of the service who may do what.
                    "micronaut.security.enabled", false,
                    // What the service has no use for.
                    "micronaut.metrics.export.logging.enabled", false))
            .beanConfigurations(new NothingOfOurs())
            .start();
    Map<String, Object> kafka =
        Map.of("bootstrap.servers", variable("KAFKA_BOOTSTRAP_SERVERS"), "group.id", GROUP);
    try (var consumer =
            new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var _ = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        var _ = Admin.create(kafka)) {
      consumer.subscribe(List.of(variable("GRANTFLOW_KAFKA_COMMANDS_TOPIC")));
      Thread.ofPlatform().daemon().start(() -> poll(consumer));
      context.getBean(EmbeddedServer.class).start();
      new CountDownLatch(1).await();
    }
  }

  private static void poll(Consumer<byte[], byte[]> consumer) {
    while (true) {
      consumer.poll(POLL);
    }
  }

  private static String variable(String name) {
    return requireNonNull(System.getenv(name), name);
  }

  /// An AOT cache keeps classes of jars only.
  static Path pack(Path jar) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (var packed : List.of(LeastStart.class, NothingOfOurs.class)) {
        var name = packed.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (var bytes = packed.getClassLoader().getResourceAsStream(name)) {
          requireNonNull(bytes, name).transferTo(out);
        }
      }
    }
    return jar;
  }
}
