package dev.grantflow.engine;

import io.micronaut.context.annotation.Factory;
import io.micronaut.scheduling.executor.ExecutorConfiguration;
import io.micronaut.scheduling.executor.ExecutorType;
import io.micronaut.scheduling.executor.UserExecutorConfiguration;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/// The one thread of retention's rounds. A round takes as long as there is something to remove, and
/// must not keep what else is done at intervals waiting.
@Factory
final class RetentionThread {

  static final String NAME = "retention";

  @Singleton
  @Named(NAME)
  ExecutorConfiguration executor() {
    var executor = UserExecutorConfiguration.of(ExecutorType.SCHEDULED, 1);
    executor.setName(NAME);
    return executor;
  }
}
