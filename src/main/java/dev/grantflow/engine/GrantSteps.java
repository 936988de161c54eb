package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.engine.GrantStore.Claimed;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import io.micronaut.core.propagation.PropagatedContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one call for each claimed grant and records its answer, every call on a virtual thread of
/// its own, so that a slow server delays nobody else. Thread-safe.
@Singleton
final class GrantSteps {

  private static final Logger LOG = LoggerFactory.getLogger(GrantSteps.class);

  /// How long a thread waits for another grant. It is worth keeping though it is a virtual one: to
  /// Tink each thread is a new source of random numbers, which takes longer to make than all that a
  /// grant encrypts. What else a grant leaves in the thread is nothing to the next.
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final GrantChanges changes;
  private final GnapCalls calls;
  private final GrantSpans spans;
  private final AnswerRecorder answers;
  private final LateAnswers late;
  private final Faults faults;
  private final Outages outages;
  private final StepMeters meters;
  private final StepPlaces places;
  private final ExecutorService workers =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE.toSeconds(),
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofVirtual().name("grant-step-", 0).factory());

  GrantSteps(
      GrantChanges changes,
      GnapCalls calls,
      GrantSpans spans,
      AnswerRecorder answers,
      LateAnswers late,
      Faults faults,
      Outages outages,
      StepMeters meters,
      StepPlaces places) {
    this.changes = changes;
    this.calls = calls;
    this.spans = spans;
    this.answers = answers;
    this.late = late;
    this.faults = faults;
    this.outages = outages;
    this.meters = meters;
    this.places = places;
  }

  /// Returns at once. Once the end has begun, the claim is left to whoever finds its lease run out.
  ///
  /// @param claimed committed, with a place that was taken for it and is given back here
  void begin(Claimed claimed) {
    try {
      workers.execute(PropagatedContext.empty().wrap(() -> work(claimed)));
    } catch (RejectedExecutionException _) {
      places.giveBack(1);
      LOG.atInfo()
          .addKeyValue(LogKeys.GRANT_ID, claimed.after().id())
          .log(
              "the grant was claimed while the service ends; it is taken up again when its lease"
                  + " runs out");
    }
  }

  /// Begins none any more.
  ///
  /// @return whether those that had begun have ended
  boolean close(Duration within) throws InterruptedException {
    workers.shutdown();
    return workers.awaitTermination(within.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void work(Claimed claimed) {
    var grant = claimed.after();
    try (var span = spans.step(grant)) {
      span.run(
          () -> {
            var made =
                new Change.Made(claimed.before(), grant, claimed.cause(), claimed.hasEvents());
            changes.tell(made);
            step(made);
          });
    } catch (RuntimeException | StackOverflowError thrown) {
      failed(grant, thrown);
    } finally {
      places.giveBack(1);
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
