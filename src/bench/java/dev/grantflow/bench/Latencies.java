package dev.grantflow.bench;

import java.util.Arrays;

/// Times in milliseconds, in ascending order.
// Sorted once, and not compared.
@SuppressWarnings("ArrayRecordComponent")
record Latencies(double[] millis) {

  static Latencies of(double[] millis) {
    var sorted = millis.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  /// @param percent 1 to 100
  double percentile(int percent) {
    return millis[Math.max(0, (int) Math.ceil(millis.length * percent / 100.0) - 1)];
  }

  void addTo(Section section, String name) {
    section.add(name + " p50", "ms", percentile(50));
    section.add(name + " p95", "ms", percentile(95));
    section.add(name + " p99", "ms", percentile(99));
  }

  @Override
  public String toString() {
    return "p50 %.1f ms, p99 %.1f ms".formatted(percentile(50), percentile(99));
  }
}
