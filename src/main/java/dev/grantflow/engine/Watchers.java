package dev.grantflow.engine;

import dev.grantflow.grant.GrantId;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Who waits on this replica for a grant to change. A change made on another replica raises nothing
/// here, so whoever waits looks again after a while all the same.
@Singleton
final class Watchers {

  private final Map<GrantId, Watch> watches = new ConcurrentHashMap<>();

  /// Starts watching; to be closed.
  Watch watch(GrantId id) {
    return watches.compute(
        id, (key, present) -> present == null ? new Watch(key) : present.share());
  }

  void changed(GrantId id) {
    var watch = watches.get(id);
    if (watch != null) {
      watch.raise();
    }
  }

  /// Whether nobody watches.
  boolean isEmpty() {
    return watches.isEmpty();
  }

  /// One grant's signal, shared by all that wait for it.
  final class Watch extends Signal implements AutoCloseable {

    private final GrantId id;
    private int shares = 1;

    private Watch(GrantId id) {
      this.id = id;
    }

    private Watch share() {
      shares++;
      return this;
    }

    @Override
    public void close() {
      watches.computeIfPresent(id, (_, watch) -> --watch.shares == 0 ? null : watch);
    }
  }
}
