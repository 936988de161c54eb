package dev.grantflow.kafka;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How Grantflow uses Kafka, beside what `kafka.*` says of the connection.
///
/// @param commandsTopic where commands are read from; the group is `grantflow`
/// @param eventsTopic where events go
/// @param deadLetterTopic where refused records go
/// @param topics whether missing topics are created, only looked for, or not touched at all
/// @param partitions of a topic that is created: the bound to how many replicas read commands
/// @param replicationFactor of a topic that is created; not set means the brokers' default
/// @param batchSize records accepted in one transaction, at most
/// @param commandBytesMax size in bytes of a command record's value, at most
/// @param deadLetterBytesMax size in bytes, of key, headers and value, up to which a refused record
///   goes whole into its dead letter; the topic's `max.message.bytes` must leave room for the
///   `dlq-*` headers beside it
/// @param acceptRetryPause from the first failure to accept a batch to the next attempt; it grows
///   up to ten times that
/// @param relayBatchSize messages published in one database transaction, at most
/// @param relayPollInterval how often the outbox is looked into when no signal comes
/// @param relayRetryPauseMax to which the pause between failing attempts to publish grows
/// @param outboxSampleInterval how often the gauges of the outbox are brought up to date
/// @param source the `source` attribute of every event
@Context
@ConfigurationProperties("grantflow.kafka")
record KafkaSettings(
    @Bindable(defaultValue = COMMANDS) String commandsTopic,
    @Bindable(defaultValue = EVENTS) String eventsTopic,
    @Bindable(defaultValue = DEAD_LETTER) String deadLetterTopic,
    @Bindable(defaultValue = "CREATE") TopicMode topics,
    @Bindable(defaultValue = "12") int partitions,
    @Nullable Short replicationFactor,
    @Bindable(defaultValue = BATCH_SIZE) int batchSize,
    @Bindable(defaultValue = "262144") int commandBytesMax,
    @Bindable(defaultValue = "786432") int deadLetterBytesMax,
    @Bindable(defaultValue = "PT1S") Duration acceptRetryPause,
    @Bindable(defaultValue = "200") int relayBatchSize,
    @Bindable(defaultValue = "PT1S") Duration relayPollInterval,
    @Bindable(defaultValue = "PT10S") Duration relayRetryPauseMax,
    @Bindable(defaultValue = SAMPLE) Duration outboxSampleInterval,
    @Bindable(defaultValue = "/grantflow") URI source) {

  static final String COMMANDS = "grants.commands";
  static final String EVENTS = "grants.events";
  static final String DEAD_LETTER = "grants.commands.dead-letter";
  static final String BATCH_SIZE = "200";
  static final String SAMPLE = "10s";

  /// Between two polls a consumer may take `max.poll.interval.ms`, five minutes by default; a pause
  /// far below leaves it in its group.
  private static final Duration ACCEPT_RETRY_PAUSE_MAX = Duration.ofSeconds(6);

  KafkaSettings {
    positive("partitions", partitions);
    positive("batch-size", batchSize);
    positive("command-bytes-max", commandBytesMax);
    positive("dead-letter-bytes-max", deadLetterBytesMax);
    positive("relay-batch-size", relayBatchSize);
    if (replicationFactor != null) {
      positive("replication-factor", replicationFactor);
    }
    positive("accept-retry-pause", acceptRetryPause);
    positive("relay-poll-interval", relayPollInterval);
    positive("relay-retry-pause-max", relayRetryPauseMax);
    positive("outbox-sample-interval", outboxSampleInterval);
    if (acceptRetryPause.compareTo(ACCEPT_RETRY_PAUSE_MAX) > 0) {
      throw new IllegalArgumentException(
          "grantflow.kafka.accept-retry-pause is %s: give at most %s"
              .formatted(acceptRetryPause, ACCEPT_RETRY_PAUSE_MAX));
    }
    if (List.of(eventsTopic, deadLetterTopic).contains(commandsTopic)
        || eventsTopic.equals(deadLetterTopic)) {
      throw new IllegalArgumentException(
          "grantflow.kafka.commands-topic, events-topic and dead-letter-topic must differ");
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "grantflow.kafka.%s is %d: give at least 1".formatted(name, value));
    }
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          "grantflow.kafka.%s is %s: give a positive duration".formatted(name, value));
    }
  }

  /// What is done about topics at start.
  enum TopicMode {
    CREATE,
    CHECK,
    OFF
  }
}
