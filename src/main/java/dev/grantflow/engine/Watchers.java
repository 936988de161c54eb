package dev.grantflow.engine;

import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Who waits on this replica for a grant to change. A change made on another replica raises nothing
/// here, so whoever waits looks again after a while all the same.
@Singleton
final class Watchers {

  private final Map<GrantId, Set<Watch>> watches = new ConcurrentHashMap<>();

  /// Starts watching; to be closed.
  Watch watch(GrantId id) {
    var watch = new Watch(id);
    watches.compute(
        id,
        (_, present) -> {
          var all = present == null ? ConcurrentHashMap.<Watch>newKeySet() : present;
          all.add(watch);
          return all;
        });
    return watch;
  }

  /// @param grant as committed
  void changed(Grant grant) {
    watches.getOrDefault(grant.id(), Set.of()).forEach(watch -> watch.show(grant));
  }

  void wakeAll() {
    watches.values().forEach(all -> all.forEach(Watch::raise));
  }

  /// Whether nobody watches.
  boolean isEmpty() {
    return watches.isEmpty();
  }

  /// One watcher's own signal: of a shared one the first to wake would take it from the others.
  final class Watch extends Signal implements AutoCloseable {

    private final GrantId id;
    private final AtomicReference<@Nullable Grant> news = new AtomicReference<>();

    private Watch(GrantId id) {
      this.id = id;
    }

    private void show(Grant grant) {
      news.accumulateAndGet(
          grant,
          (present, changed) ->
              present != null && present.version() > changed.version() ? present : changed);
      raise();
    }

    /// What the grant was changed to here since it was asked last.
    Optional<Grant> news() {
      return Optional.ofNullable(news.getAndSet(null));
    }

    @Override
    public void close() {
      watches.computeIfPresent(
          id,
          (_, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }
}
