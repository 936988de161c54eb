package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.engine.GrantStore.Claimed;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantLifecycle;
import dev.grantflow.grant.Input;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import io.micronaut.runtime.event.ApplicationStartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop: claims grants whose time has come and makes one call for each, every call on a virtual
/// thread of its own, so that a slow server delays nobody else.
@Singleton
@Liveness
final class GrantEngine implements HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(GrantEngine.class);
  private static final int BATCH_MAX = 64;
  private static final Duration DATABASE_PAUSE = Duration.ofSeconds(2);

  private final GrantStore store;
  private final GrantChanges changes;
  private final GnapCalls calls;
  private final AnswerRecorder answers;
  private final LateAnswers late;
  private final GrantLifecycle lifecycle;
  private final EngineSettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final EngineSignal signal;
  private final Semaphore room;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean running = true;
  private final Thread loop = Thread.ofVirtual().name("grant-engine").unstarted(this::run);

  GrantEngine(
      GrantStore store,
      GrantChanges changes,
      GnapCalls calls,
      AnswerRecorder answers,
      LateAnswers late,
      GrantLifecycle lifecycle,
      EngineSettings settings,
      InstantSource clock,
      RandomGenerator random,
      EngineSignal signal) {
    this.store = store;
    this.changes = changes;
    this.calls = calls;
    this.answers = answers;
    this.late = late;
    this.lifecycle = lifecycle;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.signal = signal;
    this.room = new Semaphore(settings.concurrency());
  }

  @EventListener
  void onStartup(ApplicationStartupEvent event) {
    start();
  }

  @EventListener
  void onShutdown(ShutdownEvent event) throws InterruptedException {
    stop();
  }

  void start() {
    loop.start();
  }

  /// Claims nothing more and lets the calls in flight finish; each is bounded by the egress
  /// deadline.
  void stop() throws InterruptedException {
    running = false;
    signal.raise();
    loop.join();
    workers.close();
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
        var wanted = Math.min(BATCH_MAX, room.availablePermits());
        var claimed = wanted == 0 ? List.<Claimed>of() : claim(wanted);
        for (var claim : claimed) {
          room.acquire();
          changes.tell(new Change.Made(claim.before(), claim.after(), claim.cause()));
          workers.execute(() -> work(claim.after()));
        }
        if (claimed.size() < wanted || wanted == 0) {
          signal.await(settings.pollInterval());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Claimed> claim(int max) throws InterruptedException {
    try {
      var now = clock.instant();
      var due = new Input.Due(now.plus(settings.lease()));
      return store.claimDue(
          now, max, grant -> lifecycle.decide(grant, due, now, random.nextDouble()));
    } catch (RuntimeException outOfReach) {
      LOG.warn("cannot claim due grants, trying again in {}", DATABASE_PAUSE, outOfReach);
      signal.await(DATABASE_PAUSE);
      return List.of();
    }
  }

  private void work(Grant grant) {
    try {
      calls.make(grant).ifPresentOrElse(answer -> settle(grant, answer), () -> changes.wake(grant));
    } catch (RuntimeException fault) {
      LOG.atError()
          .addKeyValue(LogKeys.GRANT_ID, grant.id())
          .setCause(fault)
          .log("the step failed; the grant is taken up again when its lease runs out");
    } finally {
      room.release();
    }
  }

  private void settle(Grant grant, Answer answer) {
    switch (answers.record(grant, answer)) {
      case Change.Made made -> changes.announce(made);
      case Change.None(var present, var why) -> {
        LOG.atWarn()
            .addKeyValue(LogKeys.GRANT_ID, grant.id())
            .addKeyValue(LogKeys.CAUSE, why)
            .log("an answer came to nothing");
        late.undo(present, answer);
      }
      case Change.Refused(var problem) ->
          throw new IllegalStateException("an answer cannot be refused: " + problem.message());
    }
  }
}
