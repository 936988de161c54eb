package dev.grantflow.security;

import io.micronaut.context.annotation.Factory;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// Where steps of a request that block are done, so that none holds the event loop up.
@Factory
final class BlockingWork {

  /// Not as an [ExecutorService]: a caller that goes away would interrupt a read from the database,
  /// which costs its connection, or a fetch of keys that others wait for.
  @Singleton
  @Named(TaskExecutors.BLOCKING)
  @SuppressWarnings("UnnecessaryMethodReference")
  Scheduler scheduler(@Named(TaskExecutors.BLOCKING) ExecutorService threads) {
    return Schedulers.fromExecutor(threads::execute);
  }
}
