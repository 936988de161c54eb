package dev.grantflow.acceptance.point;

import dev.grantflow.engine.FinishCallbacks;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/// A callback reads before it changes; only the change is what its points are about.
@Singleton
@Requires(property = Armed.POINT)
final class CallbackPoints implements BeanCreatedEventListener<FinishCallbacks> {

  private static final ThreadLocal<Boolean> WITHIN = ThreadLocal.withInitial(() -> false);

  @Override
  public FinishCallbacks onCreated(BeanCreatedEvent<FinishCallbacks> created) {
    var callbacks = created.getBean();
    return (callbackId, arrival, startIds) -> {
      WITHIN.set(true);
      try {
        return callbacks.finish(callbackId, arrival, startIds);
      } finally {
        WITHIN.remove();
        Work.none();
      }
    };
  }

  /// Called where a change is about to be committed.
  static void changes() {
    if (WITHIN.get()) {
      Work.CALLBACK.begins();
    }
  }
}
