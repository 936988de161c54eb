package dev.grantflow.engine;

import dev.grantflow.grant.GrantId;
import dev.grantflow.shutdown.Closing;
import dev.grantflow.shutdown.Stage;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/// Waits for this replica's own changes by their signal, and looks for those of others. Nobody
/// waits any more once the process is told to end, which would have to wait for them.
@Singleton
final class WatchingWaits implements GrantWaits, Closing {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final GrantRecords records;
  private final Watchers watchers;
  private final InstantSource clock;
  private volatile boolean isEnding;

  WatchingWaits(GrantRecords records, Watchers watchers, InstantSource clock) {
    this.records = records;
    this.watchers = watchers;
    this.clock = clock;
  }

  @Override
  public boolean awaitChange(GrantId id, long version, Duration within)
      throws InterruptedException {
    var latest = clock.instant().plus(within);
    try (var watch = watchers.watch(id)) {
      while (!isPast(id, version)) {
        if (isEnding) {
          throw new InterruptedException("the process ends");
        }
        var left = Duration.between(clock.instant(), latest);
        if (!left.isPositive()) {
          return false;
        }
        watch.await(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
      }
      return true;
    }
  }

  /// After the work of others, whose last changes are still told.
  @Override
  public Stage stage() {
    return Stage.EVENTS;
  }

  @Override
  public boolean close(Duration within) {
    isEnding = true;
    watchers.wakeAll();
    return true;
  }

  private boolean isPast(GrantId id, long version) {
    var present = records.version(id);
    return present.isEmpty() || present.getAsLong() > version;
  }
}
