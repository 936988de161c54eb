package dev.grantflow.engine;

import dev.grantflow.grant.Decision.Refuse;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantLifecycle;
import dev.grantflow.grant.Input;
import dev.grantflow.grant.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Lets the lifecycle decide and commits what it decides. When somebody else was faster, the
/// decision is made anew on what they left.
@Singleton
final class GrantChanges {

  private static final Logger LOG = LoggerFactory.getLogger(GrantChanges.class);

  /// Later ones are found by the engine's own look.
  private static final Duration SOON = Duration.ofSeconds(1);

  private final GrantStore store;
  private final GrantLifecycle lifecycle;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ChangeMeters meters;
  private final EngineSignal engine;
  private final OutboxSignal outbox;
  private final Watchers watchers;
  private final GrantSpans spans;

  GrantChanges(
      GrantStore store,
      GrantLifecycle lifecycle,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry meters,
      EngineSignal engine,
      OutboxSignal outbox,
      Watchers watchers,
      GrantSpans spans) {
    this.store = store;
    this.lifecycle = lifecycle;
    this.clock = clock;
    this.random = random;
    this.meters = new ChangeMeters(meters);
    this.engine = engine;
    this.outbox = outbox;
    this.watchers = watchers;
    this.spans = spans;
  }

  /// What became of an input.
  sealed interface Change {
    /// @param grant as stored
    /// @param hasEvents whether something about it is to be published
    record Made(Grant before, Grant grant, String cause, boolean hasEvents) implements Change {}

    record None(Grant grant, String why) implements Change {}

    record Refused(Problem problem) implements Change {}
  }

  /// Nobody is told yet: the change may be part of a transaction that is still to be committed.
  ///
  /// @param read the grant as it was read or claimed; an answer counts only as long as that claim
  ///   lasts, and is to a request by the key and to the server that are named there
  Change apply(Grant read, Input input) {
    var grant = read;
    while (true) {
      var now = clock.instant();
      switch (lifecycle.decide(grant, input, now, random.nextDouble())) {
        case Transition transition -> {
          var stored = store.commit(grant, transition, now);
          if (stored.isPresent()) {
            return new Change.Made(
                grant, stored.get(), transition.cause(), !transition.events().isEmpty());
          }
        }
        case Stay(var why) -> {
          return new Change.None(grant, why);
        }
        case Refuse(var problem) -> {
          return new Change.Refused(problem);
        }
      }
      grant = store.find(grant.id()).orElseThrow();
      if (input instanceof Input.Answered && grant.claim() != read.claim()) {
        return new Change.None(grant, "the lease ran out before the answer came");
      }
      if (input instanceof Input.Answered) {
        grant = grant.askedAs(read);
      }
    }
  }

  /// To be called once the change is committed, not within the transaction.
  void announce(Change.Made change) {
    tell(change);
    wake(change);
  }

  /// Wakes whoever has something to do now or soon, and nobody else: who looks in vain makes trips
  /// to the database and is in the way of whoever comes next.
  void wake(Change.Made change) {
    var changed = change.grant();
    changed.state().due().ifPresent(this::wakeEngine);
    watchers.changed(changed);
  }

  private void wakeEngine(Instant due) {
    var wait = Duration.between(clock.instant(), due);
    if (!wait.isPositive()) {
      engine.raise();
    } else if (wait.compareTo(SOON) < 0) {
      engine.raiseAfter(wait);
    }
  }

  /// The one place that logs and counts a committed change and has its events published. One that
  /// shows nothing to the outside, such as a claim, is not worth a line at night.
  void tell(Change.Made change) {
    var after = change.grant();
    var from = change.before().state().status();
    var to = after.state().status();
    if (change.hasEvents()) {
      outbox.raise();
    }
    spans.tell(after);
    meters.count(change, clock.instant());
    LOG.atLevel(from == to ? Level.DEBUG : Level.INFO)
        .addKeyValue(LogKeys.GRANT_ID, after.id())
        .addKeyValue(LogKeys.CLIENT, after.client())
        .addKeyValue(LogKeys.STATE_FROM, from)
        .addKeyValue(LogKeys.STATE_TO, to)
        .addKeyValue(LogKeys.CAUSE, change.cause())
        .addKeyValue(LogKeys.SERVER, ServerHost.of(after))
        .addKeyValue(LogKeys.TRACE_ID, spans.traceId(after))
        .log("grant changed");
  }
}
