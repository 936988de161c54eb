package dev.grantflow.kafka;

import dev.grantflow.engine.OutboxMessage;
import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Writes messages to Kafka and returns when all of them are acknowledged by all in-sync replicas.
///
/// A message is not sent before the one ahead of it with the same key is acknowledged: messages go
/// out in rounds, and a key that comes again ends a round. So when a message fails, none after it
/// with its key was sent, and the repetition of the whole batch puts first copies in order. That an
/// idempotent producer keeps the order by itself is not enough: once it gives a message up, those
/// behind it may still arrive, and the repetition would put the older after the newer. Also when
/// two replicas publish the same batch, because one of them lost its database connection, each does
/// so in order, and what stands out of order is a duplicate with an `id` seen before.
@Singleton
@Requires(property = "kafka.enabled", notEquals = StringUtils.FALSE)
final class EventPublisher {

  private final Producer<byte[], byte[]> producer;
  private final KafkaSettings settings;

  EventPublisher(
      @KafkaClient(
              id = "grantflow-events",
              acks = KafkaClient.Acknowledge.ALL,
              properties = {
                @Property(name = ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, value = "true"),
                @Property(name = ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, value = "10000"),
                @Property(name = ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, value = "5000"),
                @Property(name = ProducerConfig.MAX_BLOCK_MS_CONFIG, value = "10000")
              })
          Producer<byte[], byte[]> producer,
      KafkaSettings settings) {
    this.producer = producer;
    this.settings = settings;
  }

  /// @throws KafkaException when a message was not acknowledged; some of the others may have been
  void publish(List<OutboxMessage> messages) {
    var round = new ArrayList<Future<RecordMetadata>>();
    var inRound = new HashSet<Lane>();
    for (var message : messages) {
      var lane = Lane.of(message);
      if (lane != null && !inRound.add(lane)) {
        awaitAll(round);
        round.clear();
        inRound.clear();
        inRound.add(lane);
      }
      round.add(producer.send(record(message)));
    }
    awaitAll(round);
  }

  private void awaitAll(List<Future<RecordMetadata>> round) {
    for (var acknowledgement : round) {
      try {
        acknowledgement.get();
      } catch (ExecutionException e) {
        throw new KafkaException("a message was not acknowledged", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KafkaException("interrupted before all messages were acknowledged", e);
      }
    }
  }

  private ProducerRecord<byte[], byte[]> record(OutboxMessage message) {
    var topic =
        switch (message.kind()) {
          case EVENT -> settings.eventsTopic();
          case DEAD_LETTER -> settings.deadLetterTopic();
        };
    var record = new ProducerRecord<>(topic, message.key(), message.value());
    message.headers().forEach(header -> record.headers().add(header.name(), header.value()));
    return record;
  }

  /// Messages that must keep their order. Those without a key have none.
  private record Lane(OutboxMessage.Kind kind, ByteBuffer key) {

    static @Nullable Lane of(OutboxMessage message) {
      var key = message.key();
      return key == null ? null : new Lane(message.kind(), ByteBuffer.wrap(key));
    }
  }
}
