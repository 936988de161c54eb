package dev.grantflow.kafka;

import dev.grantflow.shutdown.Closing;
import dev.grantflow.shutdown.Stage;
import io.micronaut.configuration.kafka.ConsumerAware;
import io.micronaut.configuration.kafka.annotation.KafkaListener;
import io.micronaut.configuration.kafka.annotation.OffsetReset;
import io.micronaut.configuration.kafka.annotation.OffsetStrategy;
import io.micronaut.configuration.kafka.annotation.Topic;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads commands. Offsets are committed only after the commands are safe in the database; while
/// they cannot be made safe the same batch is read again and again, with a pause between, and
/// nothing is skipped; a record that makes the service itself fail ends as a dead letter. A batch
/// may be handed in twice (a crash or a rebalance before the commit), which changes nothing.
@Requires(property = "kafka.enabled", notEquals = StringUtils.FALSE)
@KafkaListener(
    groupId = CommandListener.GROUP,
    batch = true,
    offsetReset = OffsetReset.EARLIEST,
    offsetStrategy = OffsetStrategy.DISABLED,
    properties = {
      @Property(
          name = ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          value = "${grantflow.kafka.batch-size:" + KafkaSettings.BATCH_SIZE + "}"),
      @Property(name = ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, value = "false")
    })
final class CommandListener implements ConsumerAware<byte[], byte[]>, Closing {

  static final String GROUP = "grantflow";

  private static final Logger LOG = LoggerFactory.getLogger(CommandListener.class);
  private static final int PAUSE_GROWTH_MAX = 10;

  private final CommandBatch batch;
  private final ClientMeters meters;
  private final Duration pause;
  private final Outage outage = new Outage(System::nanoTime);
  private final Outage refusedCommits = new Outage(System::nanoTime);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ReentrantLock batchInWork = new ReentrantLock();
  private volatile @Nullable Consumer<byte[], byte[]> polled;

  CommandListener(CommandBatch batch, KafkaSettings settings, ClientMeters meters) {
    this.batch = batch;
    this.meters = meters;
    this.pause = settings.acceptRetryPause();
  }

  @Override
  public void setKafkaConsumer(Consumer<byte[], byte[]> consumer) {
    polled = consumer;
    meters.watch(consumer);
  }

  @Topic("${grantflow.kafka.commands-topic:" + KafkaSettings.COMMANDS + "}")
  void receive(List<ConsumerRecord<byte[], byte[]>> records, Consumer<byte[], byte[]> consumer)
      throws InterruptedException {
    batchInWork.lock();
    try {
      if (closing.getCount() == 0) {
        return;
      }
      if (isAccepted(records)) {
        commit(records, consumer);
      } else {
        rewind(records, consumer);
        waitBeforeRetry();
      }
    } finally {
      batchInWork.unlock();
    }
  }

  @Override
  public Stage stage() {
    return Stage.COMMANDS;
  }

  /// Ends the reading before any bean goes, so that the batch in work still finds its database.
  /// When that does not end, whoever reads its partitions next repeats it.
  @Override
  public boolean close(Duration within) throws InterruptedException {
    closing.countDown();
    var consumer = polled;
    if (consumer != null) {
      consumer.wakeup();
    }
    var isDone = batchInWork.tryLock(within.toMillis(), TimeUnit.MILLISECONDS);
    if (isDone) {
      batchInWork.unlock();
    }
    return isDone;
  }

  private boolean isAccepted(List<ConsumerRecord<byte[], byte[]>> records) {
    try {
      batch.accept(records);
    } catch (RuntimeException | StackOverflowError e) {
      if (outage.failed()) {
        LOG.warn("Commands cannot be accepted; nothing is lost, they are tried again", e);
      }
      return false;
    }
    var failed = outage.ended();
    if (failed > 0) {
      LOG.info("Commands are accepted again after {} failed attempts", failed);
    }
    return true;
  }

  /// A wake-up that was swallowed here would leave the poll loop waiting for ever at shutdown: it
  /// is handed on once the commit is done. A commit that fails otherwise (a rebalance, a broker
  /// away) costs no more than a repetition; one that lacks a right costs that at each start.
  private void commit(
      List<ConsumerRecord<byte[], byte[]>> records, Consumer<byte[], byte[]> consumer) {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    records.forEach(it -> offsets.put(partition(it), new OffsetAndMetadata(it.offset() + 1)));
    try {
      try {
        consumer.commitSync(offsets);
      } catch (WakeupException _) {
        try {
          consumer.commitSync(offsets);
        } finally {
          consumer.wakeup();
        }
      }
      refusedCommits.ended();
    } catch (AuthorizationException e) {
      if (refusedCommits.failed()) {
        LOG.warn(
            "Offsets may not be committed, and commands are read again at each start; give the"
                + " service's user READ on the group {} and on the topic of commands",
            GROUP,
            e);
      }
    } catch (KafkaException e) {
      LOG.info("Offsets are not committed; the commands may be read once more", e);
    }
  }

  /// To the first record of each partition. A partition that was taken away meanwhile cannot be
  /// moved in, and is read by somebody else from its last commit.
  private static void rewind(
      List<ConsumerRecord<byte[], byte[]>> records, Consumer<byte[], byte[]> consumer) {
    var first = new HashMap<TopicPartition, Long>();
    records.forEach(it -> first.putIfAbsent(partition(it), it.offset()));
    first.keySet().retainAll(consumer.assignment());
    first.forEach(consumer::seek);
  }

  private void waitBeforeRetry() throws InterruptedException {
    var factor = Math.min(outage.failures(), PAUSE_GROWTH_MAX);
    if (closing.await(pause.multipliedBy(factor).toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.info("Shutting down with commands that were not accepted; they are read again later");
    }
  }

  private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
