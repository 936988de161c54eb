package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.engine.GrantStore.Claimed;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantLifecycle;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.Input;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a request that comes from Kafka alone as what it mostly is: the first one of a new grant,
/// whose call may be made at once. It is claimed in the transaction that accepts it, which spares
/// it a second commit, the wait for the engine to look, and the trips to the database that find out
/// what there is. Where it turns out to be anything else, nothing has happened.
@Singleton
final class FirstClaims {

  private static final Logger LOG = LoggerFactory.getLogger(FirstClaims.class);

  private final GrantStore store;
  private final Acceptance acceptance;
  private final GrantLifecycle lifecycle;
  private final GrantChanges changes;
  private final GrantSteps steps;
  private final StepPlaces places;
  private final ClaimMeters meters;
  private final Outages outages;
  private final EngineSettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;

  FirstClaims(
      GrantStore store,
      Acceptance acceptance,
      GrantLifecycle lifecycle,
      GrantChanges changes,
      GrantSteps steps,
      StepPlaces places,
      ClaimMeters meters,
      Outages outages,
      EngineSettings settings,
      InstantSource clock,
      RandomGenerator random) {
    this.store = store;
    this.acceptance = acceptance;
    this.lifecycle = lifecycle;
    this.changes = changes;
    this.steps = steps;
    this.places = places;
    this.meters = meters;
    this.outages = outages;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  /// Not within a transaction. Passes none that is due and waits for a place, as far as the
  /// engine's last look tells.
  ///
  /// @return the acceptance, which was told; empty where the request has to be looked at closer
  /// @throws RuntimeException when the database is away; nobody knows then whether it was accepted
  Optional<Change.Made> take(GrantRequested request, @Nullable String traceparent) {
    var now = clock.instant();
    if (!(acceptance.of(request, traceparent, now) instanceof Acceptance.Accepted(var accepted))
        || !places.takeUnlessQueued()) {
      return Optional.empty();
    }
    var claimed = Optional.<Claimed>empty();
    try {
      claimed = claimed(accepted, now);
    } catch (RuntimeException | StackOverflowError thrown) {
      if (outages.isOutage(thrown)) {
        throw thrown;
      }
      LOG.debug("a request was not taken as the first of its grant: {}", outages.shown(thrown));
    } finally {
      if (claimed.isEmpty()) {
        places.giveBack(1);
      }
    }
    return claimed.map(this::begun);
  }

  /// What is wrong with it, if anything is, they will find who look closer.
  private Optional<Claimed> claimed(Grant accepted, Instant now) {
    var due = new Input.Due(now.plus(settings.lease()));
    return lifecycle.decide(accepted, due, now, random.nextDouble()) instanceof Transition claim
            && claim.events().isEmpty()
        ? Optional.of(store.atomically(() -> addedFirst(accepted, claim, now)))
        : Optional.empty();
  }

  private Claimed addedFirst(Grant accepted, Transition claim, Instant now) {
    var claimed = store.addClaimed(accepted, claim, now);
    if (!store.rememberedRevocations(List.of(accepted.id())).isEmpty()) {
      throw new RevokedBeforeException();
    }
    return claimed;
  }

  private Change.Made begun(Claimed claimed) {
    var accepted = new Change.Made(claimed.before(), claimed.before(), "accepted", false);
    try {
      meters.count(List.of(claimed));
      changes.tell(accepted);
    } finally {
      steps.begin(claimed);
    }
    return accepted;
  }

  /// Ends the transaction without a trace.
  private static final class RevokedBeforeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private RevokedBeforeException() {
      super("revoked before it was requested", null, false, false);
    }
  }
}
