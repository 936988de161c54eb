package dev.grantflow.web;

import dev.grantflow.security.CalledOperation;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.management.endpoint.loggers.ManagedLoggingSystem;
import java.util.Optional;

/// Has the [AuditTrail] say to which level a logger was set. The endpoint is not ours, and has read
/// the body by then; so the logger is asked.
@ServerFilter("/loggers/**")
final class AuditedLevels {

  private final ManagedLoggingSystem loggers;

  AuditedLevels(ManagedLoggingSystem loggers) {
    this.loggers = loggers;
  }

  @ResponseFilter
  void tell(HttpRequest<?> request, HttpResponse<?> response) {
    if (request.getMethod() == HttpMethod.POST && response.code() < 300) {
      CalledOperation.of(request)
          .flatMap(operation -> Optional.ofNullable(operation.target()))
          .ifPresent(name -> AuditTrail.concerns(request, name + " at " + level(name)));
    }
  }

  private String level(String name) {
    return loggers.getLogger(name).configuredLevel().name();
  }
}
