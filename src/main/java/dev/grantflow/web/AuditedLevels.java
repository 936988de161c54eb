package dev.grantflow.web;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.logging.LogLevel;
import io.micronaut.management.endpoint.loggers.LoggersManager;
import io.micronaut.management.endpoint.loggers.ManagedLoggingSystem;
import io.micronaut.management.endpoint.loggers.impl.DefaultLoggersManager;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/// The endpoint of loggers as it is, whose [AuditTrail] also says to which level one was set.
@Singleton
@Replaces(DefaultLoggersManager.class)
final class AuditedLevels implements LoggersManager<Map<String, Object>> {

  private final LoggersManager<Map<String, Object>> levels = new DefaultLoggersManager();

  @Override
  public Publisher<Map<String, Object>> getLoggers(ManagedLoggingSystem system) {
    return levels.getLoggers(system);
  }

  @Override
  public Publisher<Map<String, Object>> getLogger(ManagedLoggingSystem system, String name) {
    return levels.getLogger(system, name);
  }

  @Override
  public void setLogLevel(ManagedLoggingSystem system, String name, LogLevel level) {
    ServerRequestContext.currentRequest()
        .ifPresent(request -> AuditTrail.concerns(request, name + " at " + level));
    levels.setLogLevel(system, name, level);
  }
}
