package dev.grantflow.kafka;

import dev.grantflow.engine.Intake;
import dev.grantflow.engine.Outages;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands records on as commands. While the database is away nothing else helps than to try again.
/// When a record makes the service itself fail each time, it must not block its partition for ever:
/// after some tries the batch is accepted one by one, and the guilty records are rejected, with
/// their events and dead letters, from where they can be sent again once the service is mended.
/// When all of several fail, it is rather not they that are guilty: they wait for some more tries.
@Singleton
@Requires(property = "kafka.enabled", notEquals = StringUtils.FALSE)
final class CommandBatch {

  private static final Logger LOG = LoggerFactory.getLogger(CommandBatch.class);
  static final int TRIES_MAX = 5;

  /// Until all of several are rejected: some minutes, by the pauses between tries.
  static final int TRIES_OF_ALL_MAX = 20;

  private final CommandReader reader;
  private final Intake intake;
  private final Outages outages;
  private final FailedTries tries = new FailedTries(TRIES_MAX);

  CommandBatch(CommandReader reader, Intake intake, Outages outages) {
    this.reader = reader;
    this.intake = intake;
    this.outages = outages;
  }

  /// Returns when each record is safe in the database. When it throws, the batch is to be handed in
  /// again. To be called by one thread at a time.
  void accept(List<ConsumerRecord<byte[], byte[]>> records) {
    var partitions = partitions(records);
    try {
      intake.accept(records.stream().map(reader::read).toList());
    } catch (RuntimeException | StackOverflowError thrown) {
      if (outages.isOutage(thrown) || !tries.add(partitions)) {
        throw thrown;
      }
      acceptEach(records, tries.most(partitions) >= TRIES_OF_ALL_MAX, thrown);
    }
    tries.forget(partitions);
  }

  private void acceptEach(
      List<ConsumerRecord<byte[], byte[]>> records, boolean mayAllBeGuilty, Throwable together) {
    var guilty = records.stream().filter(this::isGuilty).toList();
    if (!mayAllBeGuilty && records.size() > 1 && guilty.size() == records.size()) {
      throw new IllegalStateException("the service fails at each of several commands", together);
    }
    guilty.forEach(
        record ->
            LOG.error(
                "A command makes the service fail and goes to the dead letters: {}-{} offset {}",
                record.topic(),
                record.partition(),
                record.offset()));
    intake.accept(guilty.stream().map(reader::internalError).toList());
  }

  private boolean isGuilty(ConsumerRecord<byte[], byte[]> record) {
    try {
      intake.accept(List.of(reader.read(record)));
      return false;
    } catch (RuntimeException | StackOverflowError thrown) {
      if (outages.isOutage(thrown)) {
        throw thrown;
      }
      LOG.warn(
          "A command fails alone too: {}-{} offset {}, {}",
          record.topic(),
          record.partition(),
          record.offset(),
          thrown.getClass().getName());
      return true;
    }
  }

  private static Set<TopicPartition> partitions(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .map(it -> new TopicPartition(it.topic(), it.partition()))
        .collect(Collectors.toSet());
  }
}
