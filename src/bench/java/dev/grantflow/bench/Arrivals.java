package dev.grantflow.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// When the grants of one phase were asked for, became pending and came to their end. Written by
/// the thread that reads events; read once all have ended.
final class Arrivals {

  private final String prefix;
  private final long[] asked;
  private final long[] pending;
  private final long[] ended;
  private final CountDownLatch left;
  private final Waiting waiting;
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

  private Arrivals(String prefix, int grants, Waiting waiting) {
    this.prefix = prefix + "-";
    this.asked = new long[grants];
    this.pending = new long[grants];
    this.ended = new long[grants];
    this.left = new CountDownLatch(grants);
    this.waiting = waiting;
  }

  /// Hears of grants that wait for somebody to act.
  @FunctionalInterface
  interface Waiting {
    void on(Arrivals arrivals, int grant, byte[] event);
  }

  /// @param prefix of the grants' ids, of this phase alone
  static Arrivals of(String prefix, int grants) {
    return new Arrivals(prefix, grants, (_, _, _) -> {});
  }

  static Arrivals of(String prefix, int grants, Waiting waiting) {
    return new Arrivals(prefix, grants, waiting);
  }

  int grants() {
    return asked.length;
  }

  String id(int grant) {
    return prefix + grant;
  }

  /// @param turn when its command was to be published, however late that was done
  void asked(int grant, long turn) {
    asked[grant] = turn;
  }

  void seen(String type, String grantId, byte[] event, long nanos) {
    if (!grantId.startsWith(prefix)) {
      return;
    }
    var grant = Integer.parseInt(grantId.substring(prefix.length()));
    switch (type) {
      case "GrantPending" -> {
        pending[grant] = nanos;
        waiting.on(this, grant, event);
      }
      case "GrantFinalized" -> {
        // An event may come twice.
        if (ended[grant] == 0) {
          ended[grant] = nanos;
          left.countDown();
        }
      }
      default -> fail("%s came for %s".formatted(type, grantId));
    }
  }

  /// Nobody needs to wait any longer.
  void fail(String why) {
    failure.set(why);
    while (left.getCount() > 0) {
      left.countDown();
    }
  }

  void await(Duration patience) throws InterruptedException {
    var isWhole = left.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (!isWhole || failure.get() != null) {
      throw new IllegalStateException(
          "%d of %d grants have not come to their end within %s; %s"
              .formatted(
                  Arrays.stream(ended).filter(end -> end == 0).count(),
                  grants(),
                  patience,
                  failure.get()));
    }
  }

  /// From the first command to the last end.
  double seconds() {
    return (Arrays.stream(ended).max().orElseThrow() - Arrays.stream(asked).min().orElseThrow())
        / 1e9;
  }

  /// Grants that came to their end in a second, in the middle half of them, without the run's rise
  /// and fall.
  double middleRate() {
    var sorted = Arrays.stream(ended).sorted().toArray();
    var quarter = sorted.length / 4;
    return (sorted.length - 2 * quarter - 1)
        * 1e9
        / (sorted[sorted.length - quarter - 1] - sorted[quarter]);
  }

  /// From command to pending; the first ones are left out.
  Latencies toPending(int first) {
    return between(asked, pending, first);
  }

  /// From command to the end; the first ones are left out.
  Latencies toEnd(int first) {
    return between(asked, ended, first);
  }

  /// From other points in time to the end; the first ones are left out.
  Latencies toEnd(long[] from, int first) {
    return between(from, ended, first);
  }

  private static Latencies between(long[] from, long[] to, int first) {
    var millis = new double[from.length - first];
    for (var i = first; i < from.length; i++) {
      millis[i - first] = (to[i] - from[i]) / 1e6;
    }
    return Latencies.of(millis);
  }
}
