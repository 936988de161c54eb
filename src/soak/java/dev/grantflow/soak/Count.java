package dev.grantflow.soak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How often each of some things was done. Safe for use by several threads.
final class Count<T> {

  private final Map<T, Integer> times = new ConcurrentHashMap<>();

  void add(T what) {
    times.merge(what, 1, Integer::sum);
  }

  int of(T what) {
    return times.getOrDefault(what, 0);
  }
}
