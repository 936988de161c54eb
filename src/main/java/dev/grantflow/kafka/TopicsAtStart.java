package dev.grantflow.kafka;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.core.util.StringUtils;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to the topics in the background, so that a broker which is away for a moment does not stop
/// the start; until they are there the replica is not ready and says why. Once they were seen they
/// are not looked at again.
@Singleton
@Requires(property = "kafka.enabled", notEquals = StringUtils.FALSE)
@Readiness
final class TopicsAtStart implements HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(TopicsAtStart.class);
  private static final String NAME = "topics";
  private static final Duration PAUSE_MAX = Duration.ofSeconds(15);

  private final Topics topics;
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread thread;
  private volatile String fault = "not looked at yet";

  TopicsAtStart(Topics topics) {
    this.topics = topics;
  }

  @EventListener
  synchronized void onStartup(StartupEvent event) {
    thread = Thread.ofVirtual().name("topics-at-start").start(this::run);
  }

  @EventListener
  synchronized void onShutdown(ShutdownEvent event) {
    closing.countDown();
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public Publisher<HealthResult> getResult() {
    var now = fault;
    var result =
        now.isEmpty()
            ? HealthResult.builder(NAME, HealthStatus.UP)
            : HealthResult.builder(NAME, HealthStatus.DOWN).details(Map.of("fault", now));
    return Publishers.just(result.build());
  }

  private void run() {
    try {
      var pause = Duration.ofSeconds(1);
      do {
        var found = topics.ensure().orElse("");
        if (!found.isEmpty() && !found.equals(fault)) {
          LOG.warn("Not ready: {}", found);
        }
        fault = found;
        if (found.isEmpty()) {
          return;
        }
        pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
      } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
