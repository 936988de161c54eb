package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.engine.GrantStore.Claimed;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.shutdown.Closing;
import dev.grantflow.shutdown.Stage;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import io.micronaut.runtime.event.ApplicationStartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop: claims grants whose time has come and makes one call for each, every call on a virtual
/// thread of its own, so that a slow server delays nobody else.
@Singleton
@Liveness
final class GrantEngine implements HealthIndicator, Closing {

  private static final Logger LOG = LoggerFactory.getLogger(GrantEngine.class);
  private static final int BATCH_MAX = 64;

  /// How long a thread waits for another grant. It is worth keeping though it is a virtual one: to
  /// Tink each thread is a new source of random numbers, which takes longer to make than all that a
  /// grant encrypts. What else a grant leaves in the thread is nothing to the next.
  private static final Duration IDLE = Duration.ofSeconds(10);

  private static final Duration DATABASE_PAUSE = Duration.ofSeconds(2);

  private final DueGrants due;
  private final GrantChanges changes;
  private final GnapCalls calls;
  private final GrantSpans spans;
  private final AnswerRecorder answers;
  private final LateAnswers late;
  private final Faults faults;
  private final Outages outages;
  private final StepMeters meters;
  private final EngineSettings settings;
  private final EngineSignal signal;
  private final Semaphore room;
  private final ExecutorService workers =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE.toSeconds(),
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofVirtual().name("grant-step-", 0).factory());
  private volatile boolean running = true;

  /// Whether the loop waits for a step to end.
  private volatile boolean isFull;

  private final Thread loop = Thread.ofVirtual().name("grant-engine").unstarted(this::run);

  GrantEngine(
      DueGrants due,
      GrantChanges changes,
      GnapCalls calls,
      GrantSpans spans,
      AnswerRecorder answers,
      LateAnswers late,
      Faults faults,
      Outages outages,
      StepMeters meters,
      EngineSettings settings,
      EngineSignal signal) {
    this.due = due;
    this.changes = changes;
    this.calls = calls;
    this.spans = spans;
    this.answers = answers;
    this.late = late;
    this.faults = faults;
    this.outages = outages;
    this.meters = meters;
    this.settings = settings;
    this.signal = signal;
    this.room = new Semaphore(settings.concurrency());
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
    signal.raise();
    if (loop.isAlive() && !loop.join(within)) {
      return false;
    }
    workers.shutdown();
    return workers.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
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
        awaitRoom();
        var wanted = Math.min(BATCH_MAX, room.availablePermits());
        var claimed = wanted == 0 ? List.<Claimed>of() : claim(wanted);
        for (var claim : claimed) {
          room.acquire();
          workers.execute(PropagatedContext.empty().wrap(() -> work(claim)));
        }
        if (claimed.size() < wanted) {
          signal.await(settings.pollInterval());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitRoom() throws InterruptedException {
    isFull = true;
    while (running && room.availablePermits() == 0) {
      signal.await(settings.pollInterval());
    }
    isFull = false;
  }

  private List<Claimed> claim(int max) throws InterruptedException {
    try {
      return due.claim(max);
    } catch (RuntimeException outOfReach) {
      LOG.warn("cannot claim due grants, trying again in {}", DATABASE_PAUSE, outOfReach);
      signal.await(DATABASE_PAUSE);
      return List.of();
    }
  }

  private void work(Claimed claim) {
    var grant = claim.after();
    try (var span = spans.step(grant)) {
      span.run(
          () -> {
            var made = new Change.Made(claim.before(), grant, claim.cause(), claim.hasEvents());
            changes.tell(made);
            step(made);
          });
    } catch (RuntimeException | StackOverflowError thrown) {
      failed(grant, thrown);
    } finally {
      room.release();
      if (isFull) {
        signal.raise();
      }
    }
  }

  private void step(Change.Made claimed) {
    var grant = claimed.grant();
    meters
        .timed(grant, () -> calls.make(grant))
        .ifPresentOrElse(made -> settle(made.grant(), made.answer()), () -> changes.wake(claimed));
  }

  private void failed(Grant grant, Throwable thrown) {
    try {
      if (!outages.isOutage(thrown)) {
        faults.count(DueGrant.of(grant), thrown);
        return;
      }
    } catch (RuntimeException away) {
      thrown.addSuppressed(away);
    }
    LOG.atError()
        .addKeyValue(LogKeys.GRANT_ID, grant.id())
        .addKeyValue(LogKeys.FAULT, FaultText.of(thrown))
        .log("the step came to nothing; the grant is taken up again when its lease runs out");
  }

  private void settle(Grant grant, Answer answer) {
    if (answer instanceof Answer.Unknown(var error)
        && error.code().equals(GrantError.INVALID_ANSWER)) {
      LOG.atWarn()
          .addKeyValue(LogKeys.GRANT_ID, grant.id())
          .addKeyValue(LogKeys.CLIENT, grant.client())
          .addKeyValue(LogKeys.CAUSE, error.description())
          .log("an answer could not be used and counts as lost; nobody knows what it gave");
    }
    switch (recorded(grant, answer)) {
      case Change.Made made -> {
        meters.settled(grant, answer, made.grant());
        changes.announce(made);
      }
      case Change.None(var present, var why) -> {
        LOG.atWarn()
            .addKeyValue(LogKeys.GRANT_ID, grant.id())
            .addKeyValue(LogKeys.CAUSE, why)
            .log("an answer came to nothing");
        undo(present.askedAs(grant), answer);
      }
      case Change.Refused(var problem) ->
          throw new IllegalStateException("an answer cannot be refused: " + problem.message());
    }
  }

  private Change recorded(Grant grant, Answer answer) {
    try {
      return answers.record(grant, answer);
    } catch (RuntimeException | StackOverflowError thrown) {
      if (!outages.isOutage(thrown)) {
        undo(grant, answer);
      }
      throw thrown;
    }
  }

  /// Without the place of a call, as it may take minutes; in this thread once the end has begun.
  private void undo(Grant present, Answer answer) {
    try {
      workers.execute(PropagatedContext.empty().wrap(() -> undoNow(present, answer)));
    } catch (RejectedExecutionException _) {
      undoNow(present, answer);
    }
  }

  private void undoNow(Grant present, Answer answer) {
    try (var span = spans.undoing(present)) {
      span.run(() -> late.undo(present, answer));
    }
  }
}
