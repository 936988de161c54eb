package dev.grantflow.kafka;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import jakarta.inject.Singleton;
import java.util.List;

/// Kafka's clients tell what they measure of a topic twice where its name has a dot: once by that
/// name, and once, as in former times, with an underscore in its place. The second are left out.
@Singleton
@Requires(property = "kafka.enabled", notEquals = StringUtils.FALSE)
final class TopicsByName implements MeterFilter {

  private static final String KAFKA = "kafka.";

  private final BeanProvider<KafkaSettings> settings;

  /// @param settings read when Kafka's clients have begun: whoever needs a registry to tell of
  ///   mistakes in other settings has one, whatever is wrong with these
  TopicsByName(BeanProvider<KafkaSettings> settings) {
    this.settings = settings;
  }

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    var topic = id.getTag("topic");
    return id.getName().startsWith(KAFKA) && topic != null && !topics().contains(topic)
        ? MeterFilterReply.DENY
        : MeterFilterReply.NEUTRAL;
  }

  private List<String> topics() {
    var named = settings.get();
    return List.of(named.commandsTopic(), named.eventsTopic(), named.deadLetterTopic());
  }
}
