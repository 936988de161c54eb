package dev.grantflow.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gauge `grantflow.grants.set.aside`, looked up now and then, so that who asks for the metrics
/// never waits for the database. While that is away nobody knows: the gauge is not a number.
@Context
@Requires(beans = SetAside.class)
class SetAsideCount {

  private static final Logger LOG = LoggerFactory.getLogger(SetAsideCount.class);
  private static final int COUNT_MAX = 1_000;

  private final SetAside setAside;
  private volatile double latest = Double.NaN;

  SetAsideCount(SetAside setAside, MeterRegistry meters) {
    this.setAside = setAside;
    Gauge.builder("grantflow.grants.set.aside", () -> latest).register(meters);
  }

  @Scheduled(initialDelay = "1s", fixedDelay = "15s")
  void look() {
    try {
      latest = setAside.count(COUNT_MAX);
    } catch (RuntimeException away) {
      latest = Double.NaN;
      LOG.debug("cannot count the grants that are set aside", away);
    }
  }
}
