package dev.grantflow.engine;

import dev.grantflow.engine.Retention.Batch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.scheduling.annotation.Scheduled;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what its period is over for, again and again. A round ends when nothing is left, however
/// much that is.
@Context
final class RetentionRounds {

  private static final Logger LOG = LoggerFactory.getLogger(RetentionRounds.class);

  private final Retention retention;
  private final RetentionSettings settings;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final CountDownLatch closing = new CountDownLatch(1);

  RetentionRounds(
      Retention retention,
      RetentionSettings settings,
      EngineSettings engine,
      InstantSource clock,
      MeterRegistry meters) {
    this.retention = retention;
    this.settings = settings.atLeast(engine.expiresInMax());
    this.clock = clock;
    this.meters = meters;
  }

  /// A database that is away ends the round; the next one goes on where it ended.
  @Scheduled(
      scheduler = RetentionThread.NAME,
      initialDelay = "${grantflow.retention.interval:" + RetentionSettings.INTERVAL + "}",
      fixedDelay = "${grantflow.retention.interval:" + RetentionSettings.INTERVAL + "}")
  void round() throws InterruptedException {
    var now = clock.instant();
    var endedBefore = now.minus(settings.grants());
    var rememberedBefore = now.minus(settings.earlyRevocations());
    try {
      purge("grants", max -> retention.purgeGrants(endedBefore, max));
      purge("early revocations", max -> retention.purgeEarlyRevocations(rememberedBefore, max));
      purge("records of token reads", max -> retention.purgeTokenReads(endedBefore, max));
    } catch (RuntimeException outOfReach) {
      LOG.warn("a round of retention failed; the next one goes on", outOfReach);
    }
  }

  @EventListener
  void onShutdown(ShutdownEvent event) {
    closing.countDown();
  }

  private void purge(String what, IntFunction<Batch> next) throws InterruptedException {
    var counter = meters.counter("grantflow.retention.purged", "what", what);
    var purged = 0L;
    Batch batch;
    do {
      batch = next.apply(settings.batchSize());
      counter.increment(batch.removed());
      purged += batch.removed();
    } while (batch.isMore() && !closing.await(settings.pause().toMillis(), TimeUnit.MILLISECONDS));
    if (purged > 0) {
      LOG.info("{} {} were removed, their retention period being over", purged, what);
    }
  }
}
