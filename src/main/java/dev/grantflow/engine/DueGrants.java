package dev.grantflow.engine;

import dev.grantflow.engine.GrantStore.Claimed;
import dev.grantflow.grant.Decision;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantLifecycle;
import dev.grantflow.grant.Input;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Claims grants whose time has come, as many as there are in one transaction. When one of them
/// makes that fail it would do so for ever, since it stays the one that is due longest; so they are
/// then claimed one by one, and the guilty one alone counts a fault.
///
/// While the database is away leases run on under answers that are held until it is back. So that
/// these are recorded first, nothing is claimed for some seconds after an outage. To be used by one
/// thread.
@Singleton
final class DueGrants {

  private static final Duration LONG_OUTAGE = Duration.ofSeconds(5);

  /// Longer than the recorder pauses and waits for a connection.
  private static final Duration ANSWERS_FIRST = Duration.ofSeconds(10);

  private final GrantStore store;
  private final GrantLifecycle lifecycle;
  private final Faults faults;
  private final ClaimMeters meters;
  private final Outages outages;
  private final EngineSettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private @Nullable Instant awaySince;
  private Instant quietUntil = Instant.MIN;
  private boolean hasLooked;

  DueGrants(
      GrantStore store,
      GrantLifecycle lifecycle,
      Faults faults,
      ClaimMeters meters,
      Outages outages,
      EngineSettings settings,
      InstantSource clock,
      RandomGenerator random) {
    this.store = store;
    this.lifecycle = lifecycle;
    this.faults = faults;
    this.meters = meters;
    this.outages = outages;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  /// @throws RuntimeException when the database is out of reach and nothing was claimed
  List<Claimed> claim(int max) {
    var now = clock.instant();
    hasLooked = false;
    try {
      var claimed = isQuiet(now) ? List.<Claimed>of() : claimTogether(now, max);
      hasLooked = !now.isBefore(quietUntil);
      meters.count(claimed);
      return claimed;
    } catch (RuntimeException thrown) {
      meters.countFailure();
      awaySince = awaySince == null ? now : awaySince;
      throw thrown;
    }
  }

  /// Whether the last claim took what there was, as far as it was wanted.
  boolean hasLooked() {
    return hasLooked;
  }

  private boolean isQuiet(Instant now) {
    var since = awaySince;
    if (since != null) {
      store.due(now, 1);
      awaySince = null;
      if (since.plus(LONG_OUTAGE).isBefore(now)) {
        quietUntil = now.plus(ANSWERS_FIRST);
      }
    }
    return now.isBefore(quietUntil);
  }

  private List<Claimed> claimTogether(Instant now, int max) {
    try {
      return store.claimDue(now, max, decision(now));
    } catch (RuntimeException | StackOverflowError thrown) {
      if (outages.isOutage(thrown)) {
        throw thrown;
      }
    }
    return claimEach(store.due(now, max), now);
  }

  /// What was claimed before something went wrong is not given away.
  private List<Claimed> claimEach(List<DueGrant> due, Instant now) {
    var claimed = new ArrayList<Claimed>();
    for (var grant : due) {
      try {
        claim(grant, now, claimed);
      } catch (RuntimeException thrown) {
        if (claimed.isEmpty()) {
          throw thrown;
        }
        return claimed;
      }
    }
    return claimed;
  }

  private void claim(DueGrant grant, Instant now, List<Claimed> claimed) {
    try {
      store.claim(grant, now, decision(now)).ifPresent(claimed::add);
    } catch (RuntimeException | StackOverflowError thrown) {
      if (outages.isOutage(thrown)) {
        throw thrown;
      }
      faults.count(grant, thrown);
    }
  }

  private Function<Grant, Decision> decision(Instant now) {
    var due = new Input.Due(now.plus(settings.lease()));
    return grant -> lifecycle.decide(grant, due, now, random.nextDouble());
  }
}
