package dev.grantflow.bench;

import java.util.Map;

/// Non-interactive grants, from command to `GrantFinalized`, in turn with as many bare calls: what
/// the service spends beyond what a grant request takes at the least.
final class Throughput implements Scenario {

  static final String NAME = "throughput";
  static final String BASELINE = "baseline";
  static final String RATE = "throughput";

  /// As many calls as the service makes to one server at once.
  static final int CALLS_AT_ONCE = 32;

  @Override
  public void run(Bed bed, Report report) throws Exception {
    var grants = bed.options().grants(20_000, 3_000);
    var section = report.section(NAME);
    section.with("grants", grants);
    var baseline = report.section(BASELINE);
    baseline.with("calls", grants);
    baseline.with("calls at once", CALLS_AT_ONCE);
    try (var rig = bed.rig(Map.of());
        var bare = bed.bare()) {
      report.say("  warm-up: %.0f grants/s".formatted(rig.flood(grants).grantsPerSecond()));
      var _ = bare.run(grants, CALLS_AT_ONCE);
      for (var run = 0; run < bed.options().runs(); run++) {
        var spent = rig.flood(grants);
        var done = bare.run(grants, CALLS_AT_ONCE);
        spent.addTo(section);
        add(baseline, spent, done);
        report.say(
            "  %.0f grants/s with %.2f ms of CPU each, %.0f bare calls/s with %.2f ms"
                .formatted(
                    spent.grantsPerSecond(),
                    spent.cpuMillisPerGrant("service"),
                    grants / done.seconds(),
                    done.cpuMillis() / grants));
      }
    }
  }

  private static void add(Section baseline, Spent spent, BareLoop.Done done) {
    var calls = done.millis().length;
    baseline.add("bare throughput", "calls/s", calls / done.seconds());
    baseline.add("CPU of the bare loop", "ms/call", done.cpuMillis() / calls);
    baseline.add(
        "orchestration factor",
        "",
        spent.cpuMillisPerGrant("service") / (done.cpuMillis() / calls));
    baseline.add("throughput ratio", "", spent.grantsPerSecond() / (calls / done.seconds()));
  }
}
