package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.engine.LogKeys;
import dev.grantflow.engine.Outbox.Settled;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.trace.Traces;
import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes messages to Kafka and returns when they are acknowledged by all in-sync replicas.
///
/// A message is not sent before the one ahead of it with the same key is acknowledged: messages go
/// out in rounds, and a key that comes again ends a round. So when a message fails, none after it
/// with its key was sent, and the repetition of the whole batch puts first copies in order. That an
/// idempotent producer keeps the order by itself is not enough: once it gives a message up, those
/// behind it may still arrive, and the repetition would put the older after the newer. Also when
/// two replicas publish the same batch, because one of them lost its database connection, each does
/// so in order, and what stands out of order is a duplicate with an `id` seen before.
///
/// A message that is larger than its topic takes would keep all others waiting for ever. It alone
/// is given up, and later ones with its key go out: that a grant was revoked must not wait because
/// an earlier event has too much in it.
@Singleton
@Requires(property = "kafka.enabled", notEquals = StringUtils.FALSE)
final class EventPublisher {

  /// With a last round, in which Kafka has ten seconds to take messages and ten to acknowledge
  /// them, still shorter than the `wait_timeout` of database sessions.
  private static final Duration TURN_MAX = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

  private final Producer<byte[], byte[]> producer;
  private final KafkaSettings settings;
  private final Traces traces;

  EventPublisher(
      @KafkaClient(
              id = "grantflow-events",
              acks = KafkaClient.Acknowledge.ALL,
              properties = {
                @Property(name = ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, value = "true"),
                // Rounds are sent at once: what it would wait for does not come.
                @Property(name = ProducerConfig.LINGER_MS_CONFIG, value = "0"),
                @Property(name = ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, value = "10000"),
                @Property(name = ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, value = "5000"),
                @Property(name = ProducerConfig.MAX_BLOCK_MS_CONFIG, value = "10000")
              })
          Producer<byte[], byte[]> producer,
      KafkaSettings settings,
      ClientMeters meters,
      Traces traces) {
    this.producer = producer;
    meters.watch(producer);
    this.settings = settings;
    this.traces = traces;
  }

  /// Takes [#TURN_MAX] and one round at most, so that the database session of the caller is not
  /// taken for one whose client has vanished; what is left then is not settled.
  ///
  /// @throws KafkaException when a message was not acknowledged; some of the others may have been
  Settled publish(List<OutboxMessage> messages) {
    var begin = System.nanoTime();
    var unpublishable = new HashMap<Integer, String>();
    var settled = 0;
    while (settled < messages.size() && System.nanoTime() - begin < TURN_MAX.toNanos()) {
      var round = roundOf(messages.subList(settled, messages.size()));
      var sent = new ArrayList<Future<RecordMetadata>>();
      round.forEach(message -> sent.add(send(message)));
      for (var acknowledgement : sent) {
        var refusal = await(acknowledgement);
        if (refusal != null) {
          tell(messages.get(settled), refusal);
          unpublishable.put(settled, refusal.toString());
        }
        settled++;
      }
    }
    return new Settled(settled, unpublishable);
  }

  /// Up to where a key comes again.
  private static List<OutboxMessage> roundOf(List<OutboxMessage> messages) {
    var lanes = new HashSet<Lane>();
    var size = 0;
    for (var message : messages) {
      var lane = Lane.of(message);
      if (lane != null && !lanes.add(lane)) {
        break;
      }
      size++;
    }
    return messages.subList(0, size);
  }

  /// Without a broker each `send` may take as long as `max.block.ms`: the first that fails ends the
  /// attempt.
  private Future<RecordMetadata> send(OutboxMessage message) {
    var record = record(message);
    var span = MessageSpan.begin(traces, message.kind(), record);
    var acknowledgement = producer.send(record, span);
    if (acknowledgement.isDone()) {
      var _ = await(acknowledgement);
    }
    return acknowledgement;
  }

  /// @return why the message can never be acknowledged, or null when it is
  private static @Nullable RecordTooLargeException await(Future<RecordMetadata> acknowledgement) {
    try {
      acknowledgement.get();
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException tooLarge) {
        return tooLarge;
      }
      throw new KafkaException("a message was not acknowledged", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted before all messages were acknowledged", e);
    }
  }

  private static void tell(OutboxMessage message, RecordTooLargeException refusal) {
    var key = message.kind() == OutboxMessage.Kind.EVENT ? message.key() : null;
    LOG.atError()
        .addKeyValue(LogKeys.GRANT_ID, key == null ? null : new String(key, UTF_8))
        .addKeyValue(LogKeys.CAUSE, refusal.getMessage())
        .log("a message is too large for its topic and is set aside; an operator has to act");
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
