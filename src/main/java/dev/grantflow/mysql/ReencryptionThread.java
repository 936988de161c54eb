package dev.grantflow.mysql;

import io.micronaut.context.annotation.Factory;
import io.micronaut.scheduling.executor.ExecutorConfiguration;
import io.micronaut.scheduling.executor.ExecutorType;
import io.micronaut.scheduling.executor.UserExecutorConfiguration;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/// The one thread of the rounds of re-encryption. A round takes as long as there is something to
/// re-encrypt, and must not keep what else is done at intervals waiting: a changed keyset or key
/// file least of all.
@Factory
final class ReencryptionThread {

  static final String NAME = "re-encryption";

  @Singleton
  @Named(NAME)
  ExecutorConfiguration executor() {
    var executor = UserExecutorConfiguration.of(ExecutorType.SCHEDULED, 1);
    executor.setName(NAME);
    return executor;
  }
}
