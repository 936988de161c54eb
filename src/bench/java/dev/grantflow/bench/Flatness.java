package dev.grantflow.bench;

import java.util.Map;

/// Throughput with millions of grants in the tables, in turn with empty tables.
final class Flatness implements Scenario {

  static final String NAME = "flatness";

  private static final int PENDING = 1_000_000;
  private static final int FINISHED = 5_000_000;

  @Override
  public void run(Bed bed, Report report) throws Exception {
    var grants = bed.options().grants(20_000, 3_000);
    var share = bed.options().rows();
    var section = report.section(NAME);
    section.with("grants", grants);
    section.with("pending grants", (long) (PENDING * share));
    section.with("finished grants", (long) (FINISHED * share));
    try (var empty = bed.rig(Map.of());
        var full = bed.rig(Map.of())) {
      var _ = empty.flood(grants);
      var _ = full.flood(grants);
      var bulk = new Bulk(full.mysql(), report);
      bulk.add("FINALIZED", (long) (FINISHED * share));
      addPending(bed, full, bulk, (long) (PENDING * share));
      bulk.settle();
      for (var run = 0; run < bed.options().runs(); run++) {
        var before = empty.flood(grants);
        var after = full.flood(grants);
        section.add("empty tables: throughput", "grants/s", before.grantsPerSecond());
        section.add("full tables: throughput", "grants/s", after.grantsPerSecond());
        section.add("empty tables: CPU of MySQL", "ms/grant", before.cpuMillisPerGrant("MySQL"));
        section.add("full tables: CPU of MySQL", "ms/grant", after.cpuMillisPerGrant("MySQL"));
        section.add("ratio", "", after.grantsPerSecond() / before.grantsPerSecond());
        report.say(
            "  %.0f grants/s with empty tables, %.0f with full ones"
                .formatted(before.grantsPerSecond(), after.grantsPerSecond()));
      }
    }
  }

  /// A few that nobody acts on are multiplied.
  private static void addPending(Bed bed, Rig rig, Bulk bulk, long rows) throws Exception {
    var arrivals = Rig.phase(Bulk.SAMPLES);
    for (var grant = 0; grant < arrivals.grants(); grant++) {
      rig.requests().toPay(arrivals.id(grant), bed.stub());
    }
    bulk.await("PENDING");
    bulk.add("PENDING", rows);
  }
}
