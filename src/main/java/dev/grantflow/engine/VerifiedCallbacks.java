package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.gnap.InteractionHash;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Input;
import dev.grantflow.grant.Secret;
import io.github.resilience4j.retry.Retry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Verifies finish callbacks against the grant that waits for them.
@Singleton
final class VerifiedCallbacks implements FinishCallbacks {

  private static final Logger LOG = LoggerFactory.getLogger(VerifiedCallbacks.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final GrantStore store;
  private final GrantChanges changes;
  private final Watchers watchers;
  private final EngineSettings settings;
  private final InstantSource clock;
  private final Retry retry;

  VerifiedCallbacks(
      GrantStore store,
      GrantChanges changes,
      Watchers watchers,
      EngineSettings settings,
      InstantSource clock,
      Outages outages) {
    this.store = store;
    this.changes = changes;
    this.watchers = watchers;
    this.settings = settings;
    this.clock = clock;
    this.retry = FewTries.on("callbacks", outages::isOutage);
  }

  @Override
  public Outcome finish(Secret callbackId, Arrival arrival) {
    var found = store.find(CallbackIds.keyOf(callbackId));
    if (found.isEmpty()) {
      return new Outcome.UnknownCallback();
    }
    var grant = found.get();
    return switch (arrival) {
      case Arrival.Completed(var hash, var interactRef) ->
          isForged(grant, hash, interactRef)
              ? wrongHash(grant)
              : settle(grant, new Input.CallbackVerified(interactRef));
      case Arrival.WithoutHash(var result) -> settle(grant, new Input.DenialHinted(result));
    };
  }

  /// Only a grant that waits has something to verify by; on any other the callback changes nothing.
  private static boolean isForged(Grant grant, String hash, Secret interactRef) {
    return grant.state() instanceof Pending(var interaction, _, _)
        && !InteractionHash.matches(interaction, interactRef, hash);
  }

  private static Outcome wrongHash(Grant grant) {
    LOG.atWarn()
        .addKeyValue(LogKeys.GRANT_ID, grant.id())
        .log("a finish callback came with a wrong hash; the grant is left as it is");
    return new Outcome.WrongHash();
  }

  private Outcome settle(Grant grant, Input input) {
    try (var watch = watchers.watch(grant.id())) {
      return switch (retry.executeSupplier(() -> changes.apply(grant, input))) {
        case Change.Made made -> {
          changes.announce(made);
          yield new Outcome.Settled(awaitDecision(made.grant(), watch));
        }
        case Change.None(var present, _) -> new Outcome.Settled(awaitDecision(present, watch));
        case Change.Refused(var problem) ->
            throw new IllegalStateException("a callback cannot be refused: " + problem.message());
      };
    }
  }

  private Grant awaitDecision(Grant grant, Watchers.Watch watch) {
    var latest = clock.instant().plus(settings.callbackWait());
    var current = grant;
    while (!isDecided(current) && clock.instant().isBefore(latest)) {
      var left = Duration.between(clock.instant(), latest);
      try {
        watch.await(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return current;
      }
      current = store.find(grant.id()).orElseThrow();
    }
    return current;
  }

  private static boolean isDecided(Grant grant) {
    return grant.state() instanceof GrantState.Terminal
        || grant.state().status() == Status.FINALIZED;
  }
}
