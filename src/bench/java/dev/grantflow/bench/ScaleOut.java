package dev.grantflow.bench;

import java.util.Map;

/// The same with one replica and with two, on one machine: what a second one is worth, and which of
/// the processes takes the machine then.
final class ScaleOut implements Scenario {

  static final String NAME = "scale-out";

  @Override
  public void run(Bed bed, Report report) throws Exception {
    var grants = bed.options().grants(20_000, 3_000);
    var section = report.section(NAME);
    section.with("grants", grants);
    try (var one = bed.rig(Map.of());
        var two = bed.rig(Map.of())) {
      two.addReplica(Map.of());
      var _ = one.flood(grants);
      var _ = two.flood(grants);
      for (var run = 0; run < bed.options().runs(); run++) {
        var alone = one.flood(grants);
        var together = two.flood(grants);
        add(section, "one replica", alone);
        add(section, "two replicas", together);
        section.add("ratio", "", together.grantsPerSecond() / alone.grantsPerSecond());
        report.say(
            "  %.0f grants/s with one, %.0f with two"
                .formatted(alone.grantsPerSecond(), together.grantsPerSecond()));
      }
    }
  }

  private static void add(Section section, String replicas, Spent spent) {
    section.add(replicas + ": throughput", "grants/s", spent.grantsPerSecond());
    spent
        .usages()
        .forEach(
            (name, usage) ->
                section.add(
                    "%s: %s".formatted(replicas, name),
                    "CPUs",
                    usage.cpuMillis() / 1e3 / spent.seconds()));
  }
}
