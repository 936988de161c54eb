package dev.grantflow.kafka;

import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How Grantflow uses Kafka, beside what `kafka.*` says of the connection.
///
/// @param commandsTopic where commands are read from; the consumer group is `grantflow`
/// @param eventsTopic where events go
/// @param deadLetterTopic where refused records go
/// @param topics whether missing topics are created at start, only looked for, or not touched at
///   all
/// @param partitions of a topic that is created: the bound to how many replicas read commands
/// @param replicationFactor of a topic that is created; not set means the brokers' default
/// @param batchSize commands accepted in one transaction, at most
/// @param commandBytesMax size of a command's value, at most
/// @param deadLetterBytesMax size of key, headers and value up to which a refused record goes whole
///   into its dead letter; the topic's `max.message.bytes` must leave room for the `dlq-*` headers
///   beside it
/// @param acceptRetryPause from the first failure to accept a batch to the next attempt; grows up
///   to tenfold
/// @param relayBatchSize messages published in one database transaction, at most
/// @param relayPollInterval how often the outbox is looked into when no signal comes
/// @param relayRetryPauseMax to which the pause between failing attempts to publish grows
/// @param outboxSampleInterval how often the gauges of the outbox are brought up to date
/// @param source the `source` of every event
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

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  KafkaSettings {
    var faults = new Faults("grantflow.kafka");
    checkPositive(faults, "partitions", partitions);
    if (replicationFactor != null) {
      checkPositive(faults, "replication-factor", replicationFactor);
    }
    checkPositive(faults, "batch-size", batchSize);
    checkPositive(faults, "command-bytes-max", commandBytesMax);
    checkPositive(faults, "dead-letter-bytes-max", deadLetterBytesMax);
    faults.check(
        acceptRetryPause.isPositive() && acceptRetryPause.compareTo(ACCEPT_RETRY_PAUSE_MAX) <= 0,
        "accept-retry-pause",
        acceptRetryPause,
        "longer than 0s, and at most 6s");
    checkPositive(faults, "relay-batch-size", relayBatchSize);
    checkPositive(faults, "relay-poll-interval", relayPollInterval);
    checkPositive(faults, "relay-retry-pause-max", relayRetryPauseMax);
    checkPositive(faults, "outbox-sample-interval", outboxSampleInterval);
    faults.check(
        !eventsTopic.equals(commandsTopic),
        "events-topic",
        eventsTopic,
        "another than commands-topic");
    faults.check(
        !deadLetterTopic.equals(commandsTopic) && !deadLetterTopic.equals(eventsTopic),
        "dead-letter-topic",
        deadLetterTopic,
        "another than commands-topic and events-topic");
    faults.end();
  }

  private static void checkPositive(Faults faults, String property, int value) {
    faults.check(value >= 1, property, value, "at least 1");
  }

  private static void checkPositive(Faults faults, String property, Duration value) {
    faults.check(value.isPositive(), property, value, "longer than 0s");
  }

  /// What is done about topics at start.
  enum TopicMode {
    CREATE,
    CHECK,
    OFF
  }
}
