package dev.grantflow.kafka;

import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
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
  private static final Duration CALL_MAX = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(250);

  private final KafkaDefaultConfiguration kafka;
  private final KafkaSettings settings;
  private final Duration callMax;

  @Inject
  DeadLetterTopic(KafkaDefaultConfiguration kafka, KafkaSettings settings) {
    this(kafka, settings, CALL_MAX);
  }

  /// @param callMax how long a question to the brokers may take, with all attempts
  DeadLetterTopic(KafkaDefaultConfiguration kafka, KafkaSettings settings, Duration callMax) {
    this.kafka = kafka;
    this.settings = settings;
    this.callMax = callMax;
  }

  /// What a look at one partition brought.
  ///
  /// @param all that there is
  /// @param read what was read of it
  record Part(OffsetRange all, OffsetRange read) {}

  /// @param max of each partition
  /// @param seen hears each record once and keeps little of it
  /// @throws org.apache.kafka.common.KafkaException when the brokers are out of reach, do not allow
  ///   it or take too long
  void read(boolean isNewest, int max, Consumer<ConsumerRecord<byte[], byte[]>> seen) {
    try (var consumer = consumer()) {
      var wanted = present(consumer, partitions(consumer));
      wanted.replaceAll((_, all) -> isNewest ? all.last(max) : all.first(max));
      read(consumer, wanted, seen);
    }
  }

  /// @param from the first offset that is wanted, with those before it for the newest and those
  ///   behind it for the oldest
  /// @return empty when there is no such partition
  /// @throws org.apache.kafka.common.KafkaException as above
  Optional<Part> read(
      int partition,
      long from,
      boolean isNewest,
      int max,
      Consumer<ConsumerRecord<byte[], byte[]>> seen) {
    try (var consumer = consumer()) {
      return present(consumer, partition)
          .map(
              all -> {
                var wanted = isNewest ? all.upTo(from).last(max) : all.since(from).first(max);
                read(consumer, Map.of(place(partition), wanted), seen);
                return new Part(all, wanted);
              });
    }
  }

  /// @return empty when there is none at that place
  /// @throws org.apache.kafka.common.KafkaException as above
  Optional<ConsumerRecord<byte[], byte[]>> find(int partition, long offset) {
    try (var consumer = consumer()) {
      return present(consumer, partition)
          .filter(all -> all.contains(offset))
          .flatMap(
              _ -> {
                var found = new AtomicReference<@Nullable ConsumerRecord<byte[], byte[]>>();
                var one = new OffsetRange(offset, offset + 1);
                read(consumer, Map.of(place(partition), one), found::set);
                return Optional.ofNullable(found.get());
              });
    }
  }

  private static void read(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, OffsetRange> wanted,
      Consumer<ConsumerRecord<byte[], byte[]>> seen) {
    var left = new HashMap<>(wanted);
    left.values().removeIf(OffsetRange::isEmpty);
    consumer.assign(left.keySet());
    left.forEach((place, range) -> consumer.seek(place, range.from()));
    var begun = System.nanoTime();
    while (!left.isEmpty()) {
      if (System.nanoTime() - begun > WITHIN.toNanos()) {
        throw new TimeoutException("the dead letters could not be read in time");
      }
      for (var record : consumer.poll(POLL)) {
        var range = left.get(new TopicPartition(record.topic(), record.partition()));
        if (range != null && range.contains(record.offset())) {
          seen.accept(record);
        }
      }
      left.entrySet().removeIf(it -> consumer.position(it.getKey()) >= it.getValue().until());
      consumer.assign(left.keySet());
    }
  }

  private Optional<OffsetRange> present(KafkaConsumer<byte[], byte[]> consumer, int partition) {
    var place = place(partition);
    return partitions(consumer).contains(place)
        ? Optional.ofNullable(present(consumer, List.of(place)).get(place))
        : Optional.empty();
  }

  private static Map<TopicPartition, OffsetRange> present(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    var begin = consumer.beginningOffsets(partitions);
    var end = consumer.endOffsets(partitions);
    var present = new HashMap<TopicPartition, OffsetRange>();
    for (var place : partitions) {
      present.put(
          place, new OffsetRange(begin.getOrDefault(place, 0L), end.getOrDefault(place, 0L)));
    }
    return present;
  }

  private TopicPartition place(int partition) {
    return new TopicPartition(settings.deadLetterTopic(), partition);
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    return consumer.partitionsFor(settings.deadLetterTopic()).stream()
        .map(it -> place(it.partition()))
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
            (int) callMax.toMillis()));
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
