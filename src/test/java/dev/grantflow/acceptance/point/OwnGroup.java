package dev.grantflow.acceptance.point;

import io.micronaut.configuration.kafka.KafkaConsumerFactory;
import io.micronaut.configuration.kafka.config.AbstractKafkaConsumerConfiguration;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Prototype;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/// Lets several tests share a broker: in one group, the death of each one's replica would make all
/// the others wait for a rebalance.
@Factory
@Requires(property = OwnGroup.GROUP)
public final class OwnGroup {

  /// As an environment variable `CRASH_GROUP`.
  public static final String GROUP = "crash.group";

  private final String group;
  private final KafkaConsumerFactory consumers = new KafkaConsumerFactory();

  OwnGroup(@Property(name = GROUP) String group) {
    this.group = group;
  }

  @Prototype
  @Replaces(bean = Consumer.class, factory = KafkaConsumerFactory.class)
  <K, V> Consumer<K, V> consumer(@Parameter AbstractKafkaConsumerConfiguration<K, V> settings) {
    settings.getConfig().setProperty(ConsumerConfig.GROUP_ID_CONFIG, group);
    return consumers.createConsumer(settings);
  }
}
