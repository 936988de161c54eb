package dev.grantflow.acceptance.point;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Around the producer. A topic's key that comes again begins a round: by then the one before it is
/// acknowledged.
@Singleton
@Requires(property = Armed.POINT)
@SuppressWarnings("rawtypes")
final class RelayPoints implements BeanCreatedEventListener<Producer> {

  private static final ThreadLocal<Set<Sent>> SENT = ThreadLocal.withInitial(HashSet::new);

  private final Armed armed;

  RelayPoints(Armed armed) {
    this.armed = armed;
  }

  @Override
  public Producer onCreated(BeanCreatedEvent<Producer> created) {
    return Around.stand(
        Producer.class,
        created.getBean(),
        (method, arguments, proceed) -> {
          if (method.equals("send")) {
            sends((ProducerRecord<?, ?>) arguments[0]);
          }
          return proceed.with(arguments);
        });
  }

  /// Called once what was sent is deleted for good.
  static void committed() {
    SENT.remove();
  }

  private void sends(ProducerRecord<?, ?> message) {
    var sent = SENT.get();
    if (sent.isEmpty()) {
      armed.pass(FailurePoint.RELAY_BEFORE_PUBLISH);
      Work.RELAY.begins();
    }
    if (!sent.add(Sent.of(message))) {
      armed.pass(FailurePoint.RELAY_BETWEEN_ROUNDS);
    }
  }

  private record Sent(String topic, @Nullable Object key) {

    static Sent of(ProducerRecord<?, ?> message) {
      var key = message.key() instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : message.key();
      return new Sent(message.topic(), key);
    }
  }
}
