package dev.grantflow.egress;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.reactivestreams.Publisher;

/// Names the servers that calls are held back from. It is always up: another replica would fare no
/// better with them, and grants of other servers go on.
@Singleton
@Readiness
final class ServersHealth implements HealthIndicator {

  private static final int NAMES_MAX = 20;

  private final LimitedEgress egress;

  ServersHealth(LimitedEgress egress) {
    this.egress = egress;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(
        HealthResult.builder("servers", HealthStatus.UP).details(details()).build());
  }

  private Map<String, List<String>> details() {
    Map<String, List<String>> details = new TreeMap<>();
    details.put("full", names(Server::isFull));
    details.put("circuitOpen", names(server -> server.circuit() == State.OPEN));
    details.put("circuitHalfOpen", names(server -> server.circuit() == State.HALF_OPEN));
    return details;
  }

  private List<String> names(Predicate<Server> which) {
    return egress.servers().stream()
        .filter(which)
        .map(server -> server.origin().host())
        .distinct()
        .sorted()
        .limit(NAMES_MAX)
        .toList();
  }
}
