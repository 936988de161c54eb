package dev.grantflow.bench;

import java.time.Duration;
import java.util.Map;

/// How long commands and browsers wait, at constant rates that do not wait for them: nearly none,
/// and shares of what the service can do at the most.
final class Latency implements Scenario {

  static final String NAME = "latency";

  private static final int UNLOADED_RATE = 10;
  private static final Duration UNLOADED_PAUSE = Duration.ofSeconds(1).dividedBy(UNLOADED_RATE);
  private static final int[] PERCENT = {30, 70};
  private static final int[] WARM_UP_PERCENT = {30, 70, 30, 70};
  private static final int WITHOUT_LIMIT = 10_000;

  @Override
  public void run(Bed bed, Report report) throws Exception {
    var section = report.section(NAME);
    var seconds = bed.options().some(20, 3);
    section.with("seconds each", seconds);
    try (var rig = bed.rig(Map.of());
        var bare = bed.bare()) {
      var warmUp = Interactive.flood(bed, rig, bed.options().some(5_000, 600));
      var maximum =
          report
              .earlier(Interactive.NAME)
              .map(it -> it.median("throughput").orElseThrow())
              .orElse(warmUp.grantsPerSecond());
      section.with("interactive grants a second at most", Math.round(maximum));
      section.with("unloaded, interactive grants a second", UNLOADED_RATE);
      // Grants that come one by one go other ways than a flood, and it takes minutes until those
      // are compiled.
      for (var percent : WARM_UP_PERCENT) {
        warm(bed, rig, maximum * percent / 100, seconds);
      }
      var _ = bare.run(bed.options().some(20_000, 4_000), Throughput.CALLS_AT_ONCE);
      for (var run = 0; run < bed.options().runs(); run++) {
        var call = Latencies.of(bare.run(bed.options().some(2_000, 500), 1).millis());
        call.addTo(section, "bare call");
        var calm = Latencies.of(bare.calmly(bed.options().some(200, 30), UNLOADED_PAUSE).millis());
        calm.addTo(section, "bare call at the unloaded rate");
        var pending = flow(bed, rig, section, "unloaded", UNLOADED_RATE, seconds);
        section.add(
            "unloaded: command to GrantPending p50 beyond the bare call's",
            "ms",
            pending.percentile(50) - call.percentile(50));
        section.add(
            "unloaded: command to GrantPending p50 beyond the bare call's at that rate",
            "ms",
            pending.percentile(50) - calm.percentile(50));
        report.say(
            "  bare call %s, unloaded %s; unloaded, to pending %s".formatted(call, calm, pending));
        for (var percent : PERCENT) {
          var at = "at %d %%".formatted(percent);
          var loaded = flow(bed, rig, section, at, maximum * percent / 100, seconds);
          report.say("  %s, to pending %s".formatted(at, loaded));
        }
      }
    }
  }

  private static void warm(Bed bed, Rig rig, double rate, int seconds) throws InterruptedException {
    var grants = Math.max(20, (int) (rate * seconds));
    try (var browsers = new Browsers(grants, WITHOUT_LIMIT)) {
      var arrivals = Rig.phase(grants, browsers);
      var _ =
          rig.flow(arrivals, rate, grant -> rig.requests().toPay(arrivals.id(grant), bed.stub()));
    }
  }

  /// The first tenth is not counted.
  ///
  /// @return from command to pending
  private static Latencies flow(
      Bed bed, Rig rig, Section section, String at, double rate, int seconds)
      throws InterruptedException {
    var grants = Math.max(20, (int) (rate * seconds));
    var first = grants / 10;
    try (var browsers = new Browsers(grants, WITHOUT_LIMIT)) {
      var arrivals = Rig.phase(grants, browsers);
      var _ =
          rig.flow(arrivals, rate, grant -> rig.requests().toPay(arrivals.id(grant), bed.stub()));
      browsers.settle();
      var pending = arrivals.toPending(first);
      pending.addTo(section, at + ": command to GrantPending");
      browsers.toRedirect(first).addTo(section, at + ": callback to redirect");
      browsers.toEnd(arrivals, first).addTo(section, at + ": callback to GrantFinalized");
      return pending;
    }
  }
}
