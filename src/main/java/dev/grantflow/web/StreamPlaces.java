package dev.grantflow.web;

import java.util.HashMap;
import java.util.Map;

/// The places for streams that this replica has. No caller gets more than half of them, rounded up,
/// so that none shuts out all others. Thread-safe.
final class StreamPlaces {

  private final int max;
  private final int perCallerMax;

  /// How many each caller has; guarded by this, as is the sum.
  private final Map<String, Integer> taken = new HashMap<>();

  private int sum;

  StreamPlaces(int max) {
    this.max = max;
    this.perCallerMax = (max + 1) / 2;
  }

  /// @param caller the subject of a token
  /// @return whether there was one, which is then to be freed
  synchronized boolean tryTake(String caller) {
    var own = taken.getOrDefault(caller, 0);
    if (sum >= max || own >= perCallerMax) {
      return false;
    }
    taken.put(caller, own + 1);
    sum++;
    return true;
  }

  /// Once for each that was taken.
  synchronized void free(String caller) {
    taken.computeIfPresent(caller, (_, own) -> own > 1 ? own - 1 : null);
    sum--;
  }
}
