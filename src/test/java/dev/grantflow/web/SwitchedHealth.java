package dev.grantflow.web;

import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/// A neighbour that is there or not as a test wants it.
@Readiness
@Singleton
@Requires(property = WebServer.ALONE)
final class SwitchedHealth implements HealthIndicator {

  private volatile HealthStatus status = HealthStatus.UP;

  void say(HealthStatus next) {
    status = next;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.just(HealthResult.builder("neighbour", status).build());
  }
}
