package dev.grantflow.engine;

import dev.grantflow.engine.GrantFigures.Slice;
import dev.grantflow.grant.GrantState.Status;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gauges `grantflow.grants`, one for each state. Counted a slice at a time and never in one
/// statement: each look goes on where the one before it ended, and a state's number is shown once
/// its last slice is counted. So a state of fewer than [#SLICE] grants is never older than a look,
/// one of a million is some minutes old, and no look costs more than another. Until a state was
/// counted for the first time, and while the database is away, its gauge is not a number. To be
/// used by one thread; the gauges by any.
@Context
@Requires(beans = GrantFigures.class)
class GrantCounts {

  /// Read within some tens of milliseconds, from an index alone.
  static final int SLICE = 50_000;

  private static final Logger LOG = LoggerFactory.getLogger(GrantCounts.class);

  private final GrantFigures figures;
  private final Map<Status, Count> counts = new EnumMap<>(Status.class);

  GrantCounts(GrantFigures figures, MeterRegistry meters) {
    this.figures = figures;
    Stream.of(Status.values())
        .forEach(
            status -> {
              var count = new Count();
              counts.put(status, count);
              Gauge.builder("grantflow.grants", count, it -> it.latest)
                  .tag("state", status.name())
                  .strongReference(true)
                  .register(meters);
            });
  }

  @Scheduled(initialDelay = "1s", fixedDelay = "15s")
  void look() {
    try {
      counts.forEach((status, count) -> count.add(figures.count(status, count.after, SLICE)));
    } catch (RuntimeException away) {
      counts.values().forEach(Count::forget);
      LOG.debug("cannot count the grants", away);
    }
  }

  private static final class Count {

    private long after;
    private long soFar;
    private volatile double latest = Double.NaN;

    void add(Slice slice) {
      soFar += slice.counted();
      if (slice.counted() < SLICE) {
        latest = soFar;
        begin();
      } else {
        after = slice.last();
      }
    }

    void forget() {
      latest = Double.NaN;
      begin();
    }

    private void begin() {
      soFar = 0;
      after = 0;
    }
  }
}
