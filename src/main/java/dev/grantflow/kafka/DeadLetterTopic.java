package dev.grantflow.kafka;

import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads the dead letters without a group, so that nothing is marked as read. A consumer for each
/// look: nobody looks often.
@Singleton
@Requires(property = "kafka.enabled", notEquals = StringUtils.FALSE)
final class DeadLetterTopic {

  private static final Duration WITHIN = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(250);

  private final KafkaDefaultConfiguration kafka;
  private final KafkaSettings settings;

  DeadLetterTopic(KafkaDefaultConfiguration kafka, KafkaSettings settings) {
    this.kafka = kafka;
    this.settings = settings;
  }

  /// @param max of each partition
  /// @param seen hears each record once and keeps little of it
  /// @throws org.apache.kafka.common.KafkaException when the brokers are out of reach, do not allow
  ///   it or take too long
  void read(boolean isNewest, int max, Consumer<ConsumerRecord<byte[], byte[]>> seen) {
    try (var consumer = consumer()) {
      var partitions = partitions(consumer);
      var begin = consumer.beginningOffsets(partitions);
      var end = consumer.endOffsets(partitions);
      var from = new HashMap<TopicPartition, Long>();
      var until = new HashMap<TopicPartition, Long>();
      for (var partition : partitions) {
        long first = begin.getOrDefault(partition, 0L);
        long last = end.getOrDefault(partition, 0L);
        from.put(partition, isNewest ? Math.max(first, last - max) : first);
        until.put(partition, isNewest ? last : Math.min(last, first + max));
      }
      read(consumer, from, until, seen);
    }
  }

  /// @return empty when there is none at that place
  /// @throws org.apache.kafka.common.KafkaException as above
  Optional<ConsumerRecord<byte[], byte[]>> find(int partition, long offset) {
    var place = new TopicPartition(settings.deadLetterTopic(), partition);
    try (var consumer = consumer()) {
      if (!partitions(consumer).contains(place)
          || offset < consumer.beginningOffsets(List.of(place)).getOrDefault(place, 0L)
          || offset >= consumer.endOffsets(List.of(place)).getOrDefault(place, 0L)) {
        return Optional.empty();
      }
      var found = new AtomicReference<@Nullable ConsumerRecord<byte[], byte[]>>();
      read(consumer, Map.of(place, offset), Map.of(place, offset + 1), found::set);
      return Optional.ofNullable(found.get());
    }
  }

  private static void read(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> until,
      Consumer<ConsumerRecord<byte[], byte[]>> seen) {
    var left = new HashSet<>(from.keySet());
    left.removeIf(it -> until.getOrDefault(it, 0L) <= from.getOrDefault(it, 0L));
    consumer.assign(left);
    left.forEach(it -> consumer.seek(it, from.getOrDefault(it, 0L)));
    var begun = System.nanoTime();
    while (!left.isEmpty()) {
      if (System.nanoTime() - begun > WITHIN.toNanos()) {
        throw new TimeoutException("the dead letters could not be read in time");
      }
      for (var record : consumer.poll(POLL)) {
        var place = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < until.getOrDefault(place, 0L)) {
          seen.accept(record);
        }
      }
      left.removeIf(it -> consumer.position(it) >= until.getOrDefault(it, 0L));
      consumer.assign(left);
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    var topic = settings.deadLetterTopic();
    return consumer.partitionsFor(topic).stream()
        .map(it -> new TopicPartition(topic, it.partition()))
        .toList();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var properties = new Properties();
    properties.putAll(kafka.getConfig());
    properties.putAll(
        Map.of(
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            50,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            8 << 20,
            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            5_000,
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            10_000));
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
