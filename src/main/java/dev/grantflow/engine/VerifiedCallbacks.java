package dev.grantflow.engine;

import dev.grantflow.client.ClientInstances;
import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.gnap.InteractionHash;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Input;
import dev.grantflow.grant.Secret;
import io.github.resilience4j.retry.Retry;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
  private final ClientInstances clients;
  private final MeterRegistry meters;
  private final GrantSpans spans;
  private final Retry retry;

  VerifiedCallbacks(
      GrantStore store,
      GrantChanges changes,
      Watchers watchers,
      EngineSettings settings,
      InstantSource clock,
      ClientInstances clients,
      MeterRegistry meters,
      GrantSpans spans,
      Outages outages) {
    this.store = store;
    this.changes = changes;
    this.watchers = watchers;
    this.settings = settings;
    this.clock = clock;
    this.clients = clients;
    this.meters = meters;
    this.spans = spans;
    this.retry = FewTries.on("callbacks", outages::isOutage);
  }

  @Override
  public Outcome finish(Secret callbackId, Arrival arrival, List<Secret> startIds) {
    var outcome =
        store
            .find(CallbackIds.keyOf(callbackId))
            .map(grant -> traced(grant, arrival, startIds))
            .orElseGet(Outcome.UnknownCallback::new);
    meters.counter("grantflow.callbacks", "outcome", tag(outcome)).increment();
    return outcome;
  }

  private Outcome traced(Grant grant, Arrival arrival, List<Secret> startIds) {
    try (var span = spans.callback(grant)) {
      var outcome = span.during(() -> finish(grant, arrival, startIds));
      span.with("grantflow.callback.outcome", tag(outcome));
      return outcome;
    }
  }

  private static String tag(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Settled _ -> "settled";
      case Outcome.OtherBrowser() -> "other_browser";
      case Outcome.WrongHash() -> "wrong_hash";
      case Outcome.UnknownCallback() -> "unknown";
    };
  }

  private Outcome finish(Grant grant, Arrival arrival, List<Secret> startIds) {
    if (!mayCome(grant, startIds)) {
      return otherBrowser(grant);
    }
    return switch (arrival) {
      case Arrival.Completed(var hash, var interactRef) ->
          verified(grant, hash, interactRef, settings.callbackWait());
      case Arrival.Pushed(var hash, var interactRef) ->
          verified(grant, hash, interactRef, Duration.ZERO);
      case Arrival.WithoutHash(var result) ->
          settle(grant, new Input.DenialHinted(result), settings.callbackWait());
    };
  }

  /// Looks at all, so that the time it takes says nothing of which one fits.
  private static boolean mayCome(Grant grant, List<Secret> startIds) {
    var callback = grant.callback();
    var start = callback == null ? null : callback.start();
    if (start == null) {
      return true;
    }
    var fits = false;
    for (var startId : startIds) {
      fits |= start.matches(CallbackIds.startKeyOf(startId));
    }
    return fits;
  }

  private static Outcome otherBrowser(Grant grant) {
    LOG.atWarn()
        .addKeyValue(LogKeys.GRANT_ID, grant.id())
        .log("a finish callback came from another browser; the grant is left as it is");
    return new Outcome.OtherBrowser();
  }

  private Outcome verified(Grant grant, String hash, Secret interactRef, Duration patience) {
    return isForged(grant, hash, interactRef)
        ? wrongHash(grant)
        : settle(grant, new Input.CallbackVerified(interactRef), patience);
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

  private Outcome settle(Grant grant, Input input, Duration patience) {
    try (var watch = watchers.watch(grant.id())) {
      return switch (retry.executeSupplier(() -> changes.apply(grant, input))) {
        case Change.Made made -> {
          changes.announce(made);
          yield settled(awaitDecision(made.grant(), watch, patience));
        }
        case Change.None(var present, _) -> settled(awaitDecision(present, watch, patience));
        case Change.Refused(var problem) ->
            throw new IllegalStateException("a callback cannot be refused: " + problem.message());
      };
    }
  }

  /// The settings may have changed since the request was accepted.
  private Outcome settled(Grant grant) {
    var wanted = grant.request().returnUri();
    var isAllowed =
        wanted != null
            && clients.find(grant.client()).filter(it -> it.allowsReturn(wanted)).isPresent();
    return new Outcome.Settled(grant, isAllowed ? wanted : null);
  }

  private Grant awaitDecision(Grant grant, Watchers.Watch watch, Duration patience) {
    var latest = clock.instant().plus(patience);
    var current = grant;
    while (!isDecided(current) && clock.instant().isBefore(latest)) {
      var left = Duration.between(clock.instant(), latest);
      try {
        watch.await(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return current;
      }
      var latestKnown = current;
      current =
          watch
              .news()
              .filter(it -> it.version() >= latestKnown.version())
              .orElseGet(() -> store.find(grant.id()).orElseThrow());
    }
    return current;
  }

  private static boolean isDecided(Grant grant) {
    return grant.state() instanceof GrantState.Terminal
        || grant.state().status() == Status.FINALIZED;
  }
}
