package dev.grantflow.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/// What Kafka's own clients measure, the consumer's lag above all, as Micrometer tells it: metrics
/// of a partition go with it when another replica takes it over. Thread-safe.
@Singleton
@Requires(property = "kafka.enabled", notEquals = StringUtils.FALSE)
final class ClientMeters {

  private final MeterRegistry registry;
  private final Queue<KafkaClientMetrics> watched = new ConcurrentLinkedQueue<>();

  ClientMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void watch(Consumer<?, ?> consumer) {
    bind(new KafkaClientMetrics(consumer));
  }

  void watch(Producer<?, ?> producer) {
    bind(new KafkaClientMetrics(producer));
  }

  private void bind(KafkaClientMetrics metrics) {
    watched.add(metrics);
    metrics.bindTo(registry);
  }

  /// Each has a thread of its own.
  @PreDestroy
  void close() {
    watched.forEach(KafkaClientMetrics::close);
    watched.clear();
  }
}
