package dev.grantflow.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads a topic from its beginning with a plain consumer, remembers all events and lets others
/// wait for one. Safe for use by several threads.
public final class EventTail implements AutoCloseable {

  public static final String TOPIC = "grants.events";

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TOPIC_PATIENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Consumer<SeenEvent> observer;
  private final ObjectMapper json = new ObjectMapper();
  private final List<SeenEvent> seen = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Thread thread;

  /// @param topic is waited for
  /// @param observer is told of each event on the reading thread
  public EventTail(String bootstrapServers, String topic, Consumer<SeenEvent> observer) {
    this.observer = observer;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(partitions(topic));
    thread = Thread.ofPlatform().name("event-tail").daemon().start(this::run);
  }

  /// The events of a grant so far, in the order of the topic.
  public List<SeenEvent> of(String grantId) {
    lock.lock();
    try {
      return seen.stream().filter(event -> event.subject().equals(grantId)).toList();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a grant's first event of a type.
  ///
  /// @throws IllegalStateException when it does not come in time; says what came instead
  public SeenEvent await(String grantId, String type, Duration timeout) {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (true) {
        var found = of(grantId).stream().filter(event -> event.type().equals(type)).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        if (left <= 0) {
          throw new IllegalStateException(
              "no %s for %s within %s, only %s".formatted(type, grantId, timeout, of(grantId)));
        }
        left = more.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + type, e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<TopicPartition> partitions(String topic) {
    var deadline = System.nanoTime() + TOPIC_PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var partitions = consumer.partitionsFor(topic, TOPIC_PATIENCE);
      if (partitions != null && !partitions.isEmpty()) {
        return partitions.stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw new IllegalStateException("there is no topic " + topic);
  }

  private void run() {
    try (consumer) {
      while (true) {
        for (var event : consumer.poll(POLL)) {
          remember(event(event));
        }
      }
    } catch (WakeupException closing) {
      // Closing is what wakes it.
      return;
    }
  }

  private void remember(SeenEvent event) {
    observer.accept(event);
    lock.lock();
    try {
      seen.add(event);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private SeenEvent event(ConsumerRecord<String, byte[]> message) {
    try {
      return new SeenEvent(
          header(message, "ce_id"),
          header(message, "ce_type"),
          header(message, "ce_subject"),
          json.readTree(message.value()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String header(ConsumerRecord<?, ?> message, String name) {
    Header header = message.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }
}
