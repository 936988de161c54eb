package dev.grantflow.kafka;

import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.OutboxSignal;
import dev.grantflow.shutdown.Closing;
import dev.grantflow.shutdown.Stage;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.core.util.StringUtils;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries messages from the outbox to Kafka, on one thread per replica. While the database or
/// Kafka is away it tries again and again; it says so when that begins, each minute, and when it
/// ends.
@Singleton
@Requires(property = "kafka.enabled", notEquals = StringUtils.FALSE)
@Liveness
final class EventRelay implements HealthIndicator, Closing {

  private static final Logger LOG = LoggerFactory.getLogger(EventRelay.class);
  private static final int DOUBLINGS_MAX = 10;

  private final Outbox outbox;
  private final OutboxSignal signal;
  private final EventPublisher publisher;
  private final KafkaSettings settings;
  private final RelayMeters meters;
  private final Outage outage = new Outage(System::nanoTime);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Thread thread;
  private volatile long latest;

  EventRelay(
      Outbox outbox,
      OutboxSignal signal,
      EventPublisher publisher,
      KafkaSettings settings,
      RelayMeters meters) {
    this.outbox = outbox;
    this.signal = signal;
    this.publisher = publisher;
    this.settings = settings;
    this.meters = meters;
  }

  @EventListener
  void onStartup(StartupEvent event) {
    thread = Thread.ofVirtual().name("event-relay").start(this::run);
  }

  @Override
  public Stage stage() {
    return Stage.EVENTS;
  }

  /// Publishes once more until nothing is left, so that what the last answers brought need not wait
  /// for another replica. What is not acknowledged stays in the outbox.
  @Override
  public boolean close(Duration within) throws InterruptedException {
    latest = System.nanoTime() + within.toNanos();
    closing.countDown();
    signal.raise();
    var relay = thread;
    return relay == null || (relay.join(within) && outage.failures() == 0);
  }

  /// Not alive once the thread has died of an error that it cannot survive, such as a lack of
  /// memory: only a restart helps then.
  @Override
  public Publisher<HealthResult> getResult() {
    var relay = thread;
    var died = !isClosing() && relay != null && !relay.isAlive();
    var status = died ? HealthStatus.DOWN : HealthStatus.UP;
    return Publishers.just(HealthResult.builder("relay", status).build());
  }

  private void run() {
    try {
      while (!isClosing()) {
        if (drain()) {
          signal.await(settings.relayPollInterval());
        } else {
          closing.await(pause().toMillis(), TimeUnit.MILLISECONDS);
        }
      }
      drain();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Until nothing is left that this replica may publish.
  ///
  /// @return whether that was reached
  private boolean drain() {
    try {
      boolean more;
      do {
        more = meters.told(outbox.drain(settings.relayBatchSize(), publisher::publish));
      } while (more && !isOver());
    } catch (RuntimeException e) {
      meters.failed();
      if (outage.failed()) {
        LOG.warn("Messages cannot be published; nothing is lost, they are tried again", e);
      }
      return false;
    }
    var failed = outage.ended();
    if (failed > 0) {
      LOG.info("Messages are published again after {} failed attempts", failed);
    }
    return true;
  }

  private Duration pause() {
    var grown =
        settings.relayPollInterval().multipliedBy(1L << Math.min(outage.failures(), DOUBLINGS_MAX));
    var most = settings.relayRetryPauseMax();
    return grown.compareTo(most) < 0 ? grown : most;
  }

  private boolean isOver() {
    return isClosing() && System.nanoTime() - latest >= 0;
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }
}
