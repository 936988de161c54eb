package dev.grantflow.kafka;

import dev.grantflow.engine.DeadLetters;
import dev.grantflow.engine.LogKeys;
import dev.grantflow.kafka.DeadLetterTopic.Part;
import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The dead letters on Kafka. What is sent again goes to the topic directly and not through the
/// outbox: whoever asked waits for the acknowledgement, and asks again without one.
@Singleton
@Requires(property = "kafka.enabled", notEquals = StringUtils.FALSE)
final class TopicDeadLetters implements DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(TopicDeadLetters.class);

  private final DeadLetterTopic topic;
  private final Producer<byte[], byte[]> producer;
  private final KafkaSettings settings;

  TopicDeadLetters(
      DeadLetterTopic topic,
      @KafkaClient(
              id = "grantflow-replay",
              acks = KafkaClient.Acknowledge.ALL,
              properties = {
                @Property(name = ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, value = "true"),
                @Property(name = ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, value = "10000"),
                @Property(name = ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, value = "5000"),
                @Property(name = ProducerConfig.MAX_BLOCK_MS_CONFIG, value = "10000")
              })
          Producer<byte[], byte[]> producer,
      KafkaSettings settings) {
    this.topic = topic;
    this.producer = producer;
    this.settings = settings;
  }

  @Override
  public Listing list(Order order, int max) {
    var entries = new ArrayList<Entry>();
    try {
      topic.read(order == Order.NEWEST, max, record -> entries.add(DeadLetterEntry.of(record)));
    } catch (KafkaException away) {
      return new Listing.Away(why(away));
    }
    var byAge = Comparator.comparing(Entry::at).thenComparing(Entry::partition);
    return new Listing.Found(entries.stream().sorted(inOrder(order, byAge)).limit(max).toList());
  }

  /// In the order of the offsets: the broker's clock may have gone back.
  @Override
  public Listing list(int partition, long from, Order order, int max) {
    var entries = new ArrayList<Entry>();
    Optional<Part> part;
    try {
      part =
          topic.read(
              partition,
              from,
              order == Order.NEWEST,
              max,
              record -> entries.add(DeadLetterEntry.of(record)));
    } catch (KafkaException away) {
      return new Listing.Away(why(away));
    }
    entries.sort(inOrder(order, Comparator.comparing(Entry::partition)));
    return part.<Listing>map(it -> new Listing.Found(entries, next(order, it)))
        .orElseGet(Listing.NoPartition::new);
  }

  private static Comparator<Entry> inOrder(Order order, Comparator<Entry> first) {
    var oldestFirst = first.thenComparing(Entry::offset);
    return switch (order) {
      case NEWEST -> oldestFirst.reversed();
      case OLDEST -> oldestFirst;
    };
  }

  private static @Nullable Long next(Order order, Part part) {
    return switch (order) {
      case NEWEST -> part.read().from() > part.all().from() ? part.read().from() - 1 : null;
      case OLDEST -> part.read().until() < part.all().until() ? part.read().until() : null;
    };
  }

  @Override
  public Replay replay(int partition, long offset) {
    try {
      return topic.find(partition, offset).<Replay>map(this::replay).orElseGet(Replay.Unknown::new);
    } catch (KafkaException away) {
      return new Replay.Away(why(away));
    }
  }

  private Replay replay(ConsumerRecord<byte[], byte[]> letter) {
    var entry = DeadLetterEntry.of(letter);
    if (entry.omitted() != null) {
      return new Replay.Incomplete(entry);
    }
    try {
      producer.send(DeadLetterEntry.original(letter, settings.commandsTopic())).get();
    } catch (ExecutionException failed) {
      throw new KafkaException("the command was not acknowledged", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted before the command was acknowledged", interrupted);
    }
    LOG.atInfo()
        .addKeyValue(LogKeys.GRANT_ID, entry.grantId())
        .addKeyValue(LogKeys.SOURCE, "%d/%d".formatted(entry.partition(), entry.offset()))
        .log("a dead letter was sent to the commands again");
    return new Replay.Sent(entry);
  }

  private static String why(KafkaException away) {
    return away instanceof AuthorizationException
            || away.getCause() instanceof AuthorizationException
        ? "The brokers do not allow it. Allow Read on the dead letters and Write on the commands."
        : "Kafka is out of reach or too slow. Try again in a moment.";
  }
}
