package dev.grantflow.engine;

import dev.grantflow.engine.GrantStore.Claimed;
import dev.grantflow.shutdown.Closing;
import dev.grantflow.shutdown.Stage;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import io.micronaut.runtime.event.ApplicationStartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop: claims grants whose time has come, as many as there are places for their calls.
@Singleton
@Liveness
final class GrantEngine implements HealthIndicator, Closing {

  private static final Logger LOG = LoggerFactory.getLogger(GrantEngine.class);
  private static final int BATCH_MAX = 64;
  private static final Duration DATABASE_PAUSE = Duration.ofSeconds(2);

  private final DueGrants due;
  private final GrantSteps steps;
  private final StepPlaces places;
  private final EngineSettings settings;
  private final EngineSignal signal;
  private boolean isAway;
  private volatile boolean running = true;
  private final Thread loop = Thread.ofVirtual().name("grant-engine").unstarted(this::run);

  GrantEngine(
      DueGrants due,
      GrantSteps steps,
      StepPlaces places,
      EngineSettings settings,
      EngineSignal signal) {
    this.due = due;
    this.steps = steps;
    this.places = places;
    this.settings = settings;
    this.signal = signal;
  }

  @EventListener
  void onStartup(ApplicationStartupEvent event) {
    start();
  }

  void start() {
    loop.start();
  }

  @Override
  public Stage stage() {
    return Stage.CALLS;
  }

  /// Claims nothing more and lets the calls in flight finish and their answers be recorded. A call
  /// that takes longer is left as the intent that it was committed as.
  @Override
  public boolean close(Duration within) throws InterruptedException {
    var end = System.nanoTime() + within.toNanos();
    running = false;
    places.noteQueue(true);
    signal.raise();
    if (loop.isAlive() && !loop.join(within)) {
      return false;
    }
    places.noteQueue(true);
    return steps.close(Duration.ofNanos(end - System.nanoTime()));
  }

  /// Not alive once the loop has died of an error that it cannot survive, such as a lack of memory:
  /// only a restart helps then.
  @Override
  public Publisher<HealthResult> getResult() {
    var died = running && loop.getState() == Thread.State.TERMINATED;
    var status = died ? HealthStatus.DOWN : HealthStatus.UP;
    return Publishers.just(HealthResult.builder("engine", status).build());
  }

  private void run() {
    try {
      while (running) {
        var taken = places.take(BATCH_MAX, settings.pollInterval());
        var claimed = taken == 0 ? List.<Claimed>of() : claim(taken);
        places.giveBack(taken - claimed.size());
        claimed.forEach(steps::begin);
        var isWhole = claimed.size() < taken;
        places.noteQueue(!isWhole || !due.hasLooked());
        if (isWhole) {
          signal.await(isAway ? DATABASE_PAUSE : settings.pollInterval());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Claimed> claim(int max) {
    try {
      isAway = false;
      return due.claim(max);
    } catch (RuntimeException outOfReach) {
      LOG.warn("cannot claim due grants, trying again in {}", DATABASE_PAUSE, outOfReach);
      isAway = true;
      return List.of();
    }
  }
}
