package dev.grantflow.engine;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;

/// Tells in the health's details what is paused. Never a reason to send nobody here.
@Singleton
@Requires(beans = PauseStore.class)
@Readiness
final class PausesHealth implements HealthIndicator {

  private final Pauses pauses;

  PausesHealth(Pauses pauses) {
    this.pauses = pauses;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    var known = pauses.latest().orElseGet(List::of);
    return Publishers.just(
        HealthResult.builder("pauses", HealthStatus.UP)
            .details(
                Map.of(
                    "clients", names(known, Pause.Kind.CLIENT),
                    "servers", names(known, Pause.Kind.SERVER)))
            .build());
  }

  private static List<String> names(List<Pause> pauses, Pause.Kind kind) {
    return pauses.stream().filter(it -> it.kind() == kind).map(Pause::name).toList();
  }
}
