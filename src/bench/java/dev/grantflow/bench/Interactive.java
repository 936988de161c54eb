package dev.grantflow.bench;

import java.util.Map;

/// Grants that are consented to over HTTP, from command to `GrantFinalized`.
final class Interactive implements Scenario {

  static final String NAME = "interactive";

  /// In the first of them the service is slow, because nothing is compiled.
  private static final int WARM_UPS = 2;

  /// More would measure how this machine opens connections.
  private static final int BROWSERS = 64;

  @Override
  public void run(Bed bed, Report report) throws Exception {
    var grants = bed.options().grants(5_000, 600);
    var section = report.section(NAME);
    section.with("grants", grants);
    section.with("browsers at once", BROWSERS);
    try (var rig = bed.rig(Map.of())) {
      for (var run = 0; run < WARM_UPS; run++) {
        var _ = flood(bed, rig, grants);
      }
      for (var run = 0; run < bed.options().runs(); run++) {
        var spent = flood(bed, rig, grants);
        spent.addTo(section);
        report.say("  %.0f grants/s".formatted(spent.grantsPerSecond()));
      }
    }
  }

  static Spent flood(Bed bed, Rig rig, int grants) throws InterruptedException {
    try (var browsers = new Browsers(grants, BROWSERS)) {
      var arrivals = Rig.phase(grants, browsers);
      return rig.flood(arrivals, grant -> rig.requests().toPay(arrivals.id(grant), bed.stub()));
    }
  }
}
