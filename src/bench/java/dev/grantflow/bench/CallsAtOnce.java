package dev.grantflow.bench;

/// Counts what is under way. Thread-safe.
final class CallsAtOnce {

  private int now;
  private int most;

  synchronized void begin() {
    now++;
    most = Math.max(most, now);
  }

  synchronized void end() {
    now--;
  }

  /// Since this was last asked.
  synchronized int mostAtOnce() {
    var answer = most;
    most = now;
    return answer;
  }
}
