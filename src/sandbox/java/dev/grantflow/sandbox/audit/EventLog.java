package dev.grantflow.sandbox.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Everything that was published, as any consumer can read it, in the order of each partition.
///
/// @param deadLetters what stands on the dead-letter topic
public record EventLog(List<LoggedEvent> events, List<LoggedRecord> deadLetters) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  public EventLog {
    events = List.copyOf(events);
    deadLetters = List.copyOf(deadLetters);
  }

  /// Reads both topics from the beginning to where they end now.
  ///
  /// @throws IllegalStateException when they cannot be read within a minute
  public static EventLog read(String bootstrapServers, String eventsTopic, String deadLetterTopic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false",
                // What comes next waits behind a fetch that waits for more.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                "10"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return new EventLog(
          whole(consumer, eventsTopic).stream().map(LoggedEvent::of).toList(),
          whole(consumer, deadLetterTopic));
    }
  }

  private static List<LoggedRecord> whole(Consumer<byte[], byte[]> consumer, String topic) {
    var partitions =
        consumer.partitionsFor(topic, PATIENCE).stream()
            .map(it -> new TopicPartition(topic, it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    var ends = consumer.endOffsets(partitions, PATIENCE);
    var read = new ArrayList<LoggedRecord>();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("topic %s cannot be read to its end".formatted(topic));
      }
      consumer.poll(POLL).forEach(message -> read.add(LoggedRecord.of(message)));
    }
    return read;
  }
}
