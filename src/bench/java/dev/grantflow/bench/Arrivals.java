package dev.grantflow.bench;

import dev.grantflow.sandbox.SeenEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// When each grant's last event came.
final class Arrivals {

  private static final Duration LOOK = Duration.ofMillis(50);

  private record Arrival(String type, long nanos) {}

  private final Map<String, Arrival> ends = new ConcurrentHashMap<>();

  void seen(SeenEvent event) {
    ends.put(event.subject(), new Arrival(event.type(), System.nanoTime()));
  }

  /// Waits for all of them.
  ///
  /// @return when it came, one for one
  long[] await(List<String> grantIds, String type, Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (!ends.keySet().containsAll(grantIds)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%d of %d grants have not come to their end within %s"
                .formatted(
                    grantIds.stream().filter(id -> !ends.containsKey(id)).count(),
                    grantIds.size(),
                    patience));
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return grantIds.stream().mapToLong(id -> end(id, type)).toArray();
  }

  private long end(String grantId, String type) {
    var end = ends.get(grantId);
    if (end == null || !end.type().equals(type)) {
      throw new IllegalStateException("%s ended with %s and not %s".formatted(grantId, end, type));
    }
    return end.nanos();
  }
}
