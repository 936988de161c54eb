package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.engine.GrantStore.Claimed;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.Input;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Claims a grant in the very transaction that accepts it, as long as no other waits for a place.
/// Its first call then waits neither for a second commit nor for the engine to look. The engine
/// claims those that come in numbers, all in one statement.
@Singleton
final class FirstClaims {

  /// Each takes two statements.
  private static final int NUMBERS = 4;

  private final GrantChanges changes;
  private final GrantSteps steps;
  private final StepPlaces places;
  private final ClaimMeters meters;
  private final EngineSettings settings;
  private final InstantSource clock;

  FirstClaims(
      GrantChanges changes,
      GrantSteps steps,
      StepPlaces places,
      ClaimMeters meters,
      EngineSettings settings,
      InstantSource clock) {
    this.changes = changes;
    this.steps = steps;
    this.places = places;
    this.meters = meters;
    this.settings = settings;
    this.clock = clock;
  }

  /// @param commands that one transaction takes
  Batch batch(int commands) {
    return new Batch(commands < NUMBERS);
  }

  /// Of one transaction, confined to its thread. Places that no call has begun in are given back
  /// when it is closed: the transaction has come to nothing.
  final class Batch implements AutoCloseable {

    private final boolean mayClaim;
    private final List<Claimed> claimed = new ArrayList<>();
    private int taken;

    private Batch(boolean mayClaim) {
      this.mayClaim = mayClaim;
    }

    /// Within the transaction.
    ///
    /// @param accepted in it
    void claim(Grant accepted) {
      if (!mayClaim || !places.takeUnlessQueued()) {
        return;
      }
      taken++;
      var leaseEnd = clock.instant().plus(settings.lease());
      if (changes.apply(accepted, new Input.Due(leaseEnd))
          instanceof Change.Made(var before, var after, var cause, var hasEvents)) {
        claimed.add(new Claimed(before, after, cause, hasEvents));
      }
    }

    boolean has(GrantId id) {
      return claimed.stream().anyMatch(it -> it.after().id().equals(id));
    }

    /// Once the transaction is committed.
    void begin() {
      meters.count(claimed);
      for (var claim : claimed) {
        steps.begin(claim);
        taken--;
      }
    }

    @Override
    public void close() {
      places.giveBack(taken);
    }
  }
}
