package dev.grantflow.shutdown;

import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the service's work in order, before anything that it needs is closed. The service is not
/// ready from the first moment on, while it still answers who comes all the same.
@Singleton
@Readiness
public final class Shutdown implements HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
  private static final long NOT_BEGUN = Long.MIN_VALUE;

  private final List<Closing> parts;
  private final ShutdownSettings settings;
  private final AtomicLong begin = new AtomicLong(NOT_BEGUN);

  Shutdown(List<Closing> parts, ShutdownSettings settings) {
    this.parts = List.copyOf(parts);
    this.settings = settings;
  }

  /// For a context that is closed without a call of [#run] before.
  @EventListener
  void onShutdown(ShutdownEvent event) throws InterruptedException {
    run();
  }

  /// Returns when all work has ended, or the time for it is over. Does nothing when called again.
  public void run() throws InterruptedException {
    if (!begin.compareAndSet(NOT_BEGUN, System.nanoTime())) {
      return;
    }
    LOG.info("Shutting down; nothing new is begun");
    for (var stage : Stage.values()) {
      for (var part : parts.stream().filter(it -> it.stage() == stage).toList()) {
        close(part, left(stage.share()));
      }
    }
  }

  /// Waits until those who send browsers have had time to notice.
  public void awaitNotice() throws InterruptedException {
    var left = settings.notice().minus(passed());
    if (left.isPositive()) {
      TimeUnit.MILLISECONDS.sleep(left.toMillis());
    }
  }

  /// Of the whole period; never negative.
  public Duration left() {
    return left(1);
  }

  @Override
  public Publisher<HealthResult> getResult() {
    var status = begin.get() == NOT_BEGUN ? HealthStatus.UP : HealthStatus.DOWN;
    return Publishers.just(HealthResult.builder("shutdown", status).build());
  }

  private static void close(Closing part, Duration within) throws InterruptedException {
    try {
      if (!part.close(within)) {
        LOG.warn(
            "{} are not all done after {}; what is left is taken up by another replica, or after"
                + " the next start",
            part.stage(),
            within);
      }
    } catch (RuntimeException fault) {
      LOG.error("{} cannot be ended properly; the others are", part.stage(), fault);
    }
  }

  private Duration left(double share) {
    var until = Duration.ofMillis((long) (settings.period().toMillis() * share));
    return Stream.of(until.minus(passed()), Duration.ZERO).max(Duration::compareTo).orElseThrow();
  }

  private Duration passed() {
    return Duration.ofNanos(System.nanoTime() - begin.get());
  }
}
