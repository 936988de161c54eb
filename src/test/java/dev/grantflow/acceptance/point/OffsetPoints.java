package dev.grantflow.acceptance.point;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

@Singleton
@Requires(property = Armed.POINT)
@SuppressWarnings("rawtypes")
final class OffsetPoints implements BeanCreatedEventListener<Consumer> {

  private final Armed armed;

  OffsetPoints(Armed armed) {
    this.armed = armed;
  }

  @Override
  public Consumer onCreated(BeanCreatedEvent<Consumer> created) {
    return Around.stand(Consumer.class, created.getBean(), this::call);
  }

  private @Nullable Object call(String method, Object[] arguments, Around.Proceed proceed)
      throws Throwable {
    if (!method.equals("commitSync")) {
      return proceed.with(arguments);
    }
    armed.pass(FailurePoint.OFFSETS_BEFORE_COMMIT);
    var nothing = proceed.with(arguments);
    armed.pass(FailurePoint.OFFSETS_AFTER_COMMIT);
    return nothing;
  }
}
