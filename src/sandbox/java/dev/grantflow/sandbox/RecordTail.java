package dev.grantflow.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads a topic from its beginning with a plain consumer, remembers all records and lets others
/// wait for one. Safe for use by several threads.
public final class RecordTail implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TOPIC_PATIENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Consumer<ConsumerRecord<String, byte[]>> observer;
  private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Thread thread;

  /// @param topic is waited for
  /// @param observer is told of each record on the reading thread
  public RecordTail(
      String bootstrapServers, String topic, Consumer<ConsumerRecord<String, byte[]>> observer) {
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
    thread = Thread.ofPlatform().name("tail-of-" + topic).daemon().start(this::run);
  }

  /// What came so far, in the order of each partition.
  public List<ConsumerRecord<String, byte[]>> seen(
      Predicate<ConsumerRecord<String, byte[]>> which) {
    lock.lock();
    try {
      return seen.stream().filter(which).toList();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the first such record.
  ///
  /// @param what names it in the exception
  /// @throws IllegalStateException when it does not come in time
  public ConsumerRecord<String, byte[]> await(
      Predicate<ConsumerRecord<String, byte[]>> which, Duration timeout, String what) {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (true) {
        var found = seen.stream().filter(which).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        if (left <= 0) {
          throw new IllegalStateException("%s did not come within %s".formatted(what, timeout));
        }
        left = more.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + what, e);
    } finally {
      lock.unlock();
    }
  }

  /// Why nothing is read any more; empty while it is, and after an orderly end.
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
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
        for (var arrived : consumer.poll(POLL)) {
          remember(arrived);
        }
      }
    } catch (WakeupException closing) {
      // Closing is what wakes it.
      return;
    } catch (RuntimeException | Error broken) {
      failure.set(broken);
      throw broken;
    }
  }

  private void remember(ConsumerRecord<String, byte[]> arrived) {
    observer.accept(arrived);
    lock.lock();
    try {
      seen.add(arrived);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
