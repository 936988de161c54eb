package dev.grantflow.bench;

import java.util.Arrays;
import java.util.stream.Stream;

/// Times in milliseconds, in ascending order.
record Latencies(double[] millis) {

  static Latencies of(double[] millis) {
    var sorted = millis.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  static Latencies of(Stream<Latencies> several) {
    return of(several.flatMapToDouble(each -> Arrays.stream(each.millis)).toArray());
  }

  /// @param percent 1 to 100
  double percentile(int percent) {
    return millis[Math.max(0, (int) Math.ceil(millis.length * percent / 100.0) - 1)];
  }

  @Override
  public String toString() {
    return "p50 %6.0f ms, p99 %6.0f ms".formatted(percentile(50), percentile(99));
  }
}
