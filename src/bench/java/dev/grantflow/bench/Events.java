package dev.grantflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads the events' topic, and of most events no more than their headers.
final class Events implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<String, byte[]> consumer;
  private final List<Arrivals> phases = new CopyOnWriteArrayList<>();
  private final Thread thread;

  Events(String bootstrapServers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(topic, it.partition()))
            .toList());
    thread = Thread.ofPlatform().name("events").daemon().start(this::run);
  }

  /// It hears of its grants from now on.
  void tell(Arrivals phase) {
    phases.add(phase);
  }

  void forget(Arrivals phase) {
    phases.remove(phase);
  }

  private void run() {
    try (consumer) {
      while (true) {
        var records = consumer.poll(POLL);
        var now = System.nanoTime();
        for (var arrived : records) {
          tell(arrived, now);
        }
      }
    } catch (WakeupException closing) {
      // Closing is what wakes it.
      return;
    }
  }

  private void tell(ConsumerRecord<String, byte[]> arrived, long nanos) {
    var type = arrived.headers().lastHeader("ce_type");
    if (type != null) {
      var name = new String(type.value(), UTF_8);
      phases.forEach(phase -> phase.seen(name, arrived.key(), arrived.value(), nanos));
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
