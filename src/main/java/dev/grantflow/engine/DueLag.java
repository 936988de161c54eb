package dev.grantflow.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gauge `grantflow.due.lag`, read now and then by one look at an index, so that who asks for
/// the metrics never waits for the database. While that is away nobody knows: the gauge is not a
/// number.
@Context
@Requires(beans = GrantFigures.class)
class DueLag {

  private static final Logger LOG = LoggerFactory.getLogger(DueLag.class);
  private static final double MILLIS = 1_000;

  private final GrantFigures figures;
  private final InstantSource clock;
  private volatile double latest = Double.NaN;

  DueLag(GrantFigures figures, InstantSource clock, MeterRegistry meters) {
    this.figures = figures;
    this.clock = clock;
    Gauge.builder("grantflow.due.lag", () -> latest).baseUnit("seconds").register(meters);
  }

  @Scheduled(initialDelay = "1s", fixedDelay = "5s")
  void look() {
    try {
      var now = clock.instant();
      latest =
          figures
              .oldestDue(now)
              .map(due -> Duration.between(due, now).toMillis() / MILLIS)
              .orElse(0.0);
    } catch (RuntimeException away) {
      latest = Double.NaN;
      LOG.debug("cannot look for the oldest due step", away);
    }
  }
}
