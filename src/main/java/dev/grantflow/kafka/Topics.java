package dev.grantflow.kafka;

import dev.grantflow.kafka.KafkaSettings.TopicMode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The three topics as they have to be before anything can flow.
@Singleton
@Requires(property = "kafka.enabled", notEquals = StringUtils.FALSE)
final class Topics {

  /// Also what a shutdown waits for, at most, when no broker answers.
  private static final int CALL_MILLISECONDS_MAX = 5_000;

  private final Admin admin;
  private final KafkaSettings settings;

  Topics(AdminClient admin, KafkaSettings settings) {
    this.admin = admin;
    this.settings = settings;
  }

  /// Creates what is missing, or looks whether it is there, as configured. Repeatable, also by
  /// several replicas at once.
  ///
  /// @return what is wrong and what to do about it, for whoever runs the service; empty when all
  ///   topics can be used
  Optional<String> ensure() throws InterruptedException {
    if (settings.topics() == TopicMode.OFF) {
      return Optional.empty();
    }
    // Asked for together: where no broker answers, none is waited for after the other.
    var described = admin.describeTopics(names(), describeOptions()).topicNameValues();
    var faults = new ArrayList<String>();
    for (var topic : names()) {
      faultOf(topic, Objects.requireNonNull(described.get(topic))).ifPresent(faults::add);
    }
    return faults.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", faults));
  }

  private List<String> names() {
    return List.of(settings.commandsTopic(), settings.eventsTopic(), settings.deadLetterTopic());
  }

  private Optional<String> faultOf(String topic, Future<TopicDescription> described)
      throws InterruptedException {
    try {
      return described.get().partitions().isEmpty()
          ? Optional.of("Topic %s has no partitions. Add some.".formatted(topic))
          : Optional.empty();
    } catch (ExecutionException e) {
      return switch (cause(e)) {
        case UnknownTopicOrPartitionException _ -> onMissing(topic);
        case AuthorizationException _ ->
            Optional.of(
                "Topic %s may not be described. Allow Describe on it, or set".formatted(topic)
                    + " grantflow.kafka.topics to off.");
        case Throwable cause -> Optional.of(unreachable(topic, cause));
      };
    }
  }

  private Optional<String> onMissing(String topic) throws InterruptedException {
    return switch (settings.topics()) {
      case CREATE -> create(topic);
      case CHECK, OFF ->
          Optional.of(
              "Topic %s is missing. Create it (partitions: %d), or set"
                      .formatted(topic, settings.partitions())
                  + " grantflow.kafka.topics to create.");
    };
  }

  private Optional<String> create(String topic) throws InterruptedException {
    var wanted =
        new NewTopic(
            topic,
            Optional.of(settings.partitions()),
            Optional.ofNullable(settings.replicationFactor()));
    try {
      admin.createTopics(List.of(wanted), createOptions()).all().get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return switch (cause(e)) {
        case TopicExistsException _ -> Optional.empty();
        case AuthorizationException _ ->
            Optional.of(
                "Topic %s is missing and may not be created. Allow Create, or create it"
                        .formatted(topic)
                    + " (partitions: %d).".formatted(settings.partitions()));
        case Throwable cause -> Optional.of(unreachable(topic, cause));
      };
    }
  }

  private static DescribeTopicsOptions describeOptions() {
    return new DescribeTopicsOptions().timeoutMs(CALL_MILLISECONDS_MAX);
  }

  private static CreateTopicsOptions createOptions() {
    return new CreateTopicsOptions().timeoutMs(CALL_MILLISECONDS_MAX);
  }

  private static Throwable cause(ExecutionException e) {
    return Objects.requireNonNullElse(e.getCause(), e);
  }

  private static String unreachable(String topic, Throwable cause) {
    return "Topic %s: %s."
        .formatted(
            topic,
            Stream.of(cause.getClass().getSimpleName(), cause.getMessage())
                .filter(it -> it != null && !it.isBlank())
                .collect(Collectors.joining(", ")));
  }
}
