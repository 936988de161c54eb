package dev.grantflow.kafka;

import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.Outbox.Backlog;
import dev.grantflow.engine.Outbox.Turn;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the outbox and the relay of this replica show. The backlog is read on a schedule, not when
/// it is asked for; while it cannot be read it is not a number. Thread-safe.
@Singleton
@Requires(property = "kafka.enabled", notEquals = StringUtils.FALSE)
final class RelayMeters {

  private static final Logger LOG = LoggerFactory.getLogger(RelayMeters.class);
  private static final double MILLIS = 1_000;

  private final Outbox outbox;
  private final InstantSource clock;
  private final Counter published;
  private final Counter failures;
  private volatile @Nullable Backlog backlog;
  private volatile @Nullable Instant lastPublished;
  private volatile boolean active;

  RelayMeters(Outbox outbox, InstantSource clock, MeterRegistry registry) {
    this.outbox = outbox;
    this.clock = clock;
    published = Counter.builder("grantflow.relay.published").register(registry);
    failures = Counter.builder("grantflow.relay.failures").register(registry);
    Gauge.builder("grantflow.relay.active", this, it -> it.active ? 1 : 0).register(registry);
    Gauge.builder("grantflow.relay.last.published.age", this, it -> it.age(it.lastPublished))
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("grantflow.outbox.messages", this, of(Backlog::messages)).register(registry);
    Gauge.builder("grantflow.outbox.oldest.age", this, of(it -> oldestAge(it.oldest())))
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("grantflow.outbox.set.aside", this, of(Backlog::aside)).register(registry);
  }

  /// @return whether there may be more to publish
  boolean told(Turn turn) {
    return switch (turn) {
      case Turn.Elsewhere() -> {
        active = false;
        yield false;
      }
      case Turn.Ours(var settled) -> {
        active = true;
        if (settled > 0) {
          published.increment(settled);
          lastPublished = clock.instant();
        }
        yield settled > 0;
      }
    };
  }

  void failed() {
    active = false;
    failures.increment();
  }

  @Scheduled(fixedDelay = "${grantflow.kafka.outbox-sample-interval:" + KafkaSettings.SAMPLE + "}")
  void sample() {
    try {
      backlog = outbox.backlog();
    } catch (RuntimeException outOfReach) {
      backlog = null;
      LOG.debug("the outbox cannot be looked at", outOfReach);
    }
  }

  private double oldestAge(@Nullable Instant oldest) {
    return oldest == null ? 0 : age(oldest);
  }

  private double age(@Nullable Instant since) {
    return since == null
        ? Double.NaN
        : Duration.between(since, clock.instant()).toMillis() / MILLIS;
  }

  private static ToDoubleFunction<RelayMeters> of(ToDoubleFunction<Backlog> value) {
    return meters -> {
      var now = meters.backlog;
      return now == null ? Double.NaN : value.applyAsDouble(now);
    };
  }
}
