package dev.grantflow.bench;

import java.util.List;
import java.util.Map;

/// How much of the orchestration factor the given libraries take by themselves: in turn as many
/// grants of the service, bare calls, and grants of the [LeastLoop].
final class Least implements Scenario {

  static final String NAME = "least";

  /// What the service writes into a schema and topics before it leaves them to the loop.
  private static final int SAMPLES = 100;

  /// Runs until most is compiled.
  private static final int WARM_UP = 2;

  /// As many as the service takes in a flood, by its commits for each grant.
  private static final int TOGETHER = 64;

  /// More than would be good for who waits for one of them.
  private static final int MORE_TOGETHER = 500;

  @Override
  public void run(Bed bed, Report report) throws Exception {
    var grants = bed.options().grants(20_000, 3_000);
    var section = report.section(NAME);
    section.with("grants", grants);
    var database = bed.database();
    String topics;
    try (var left = bed.rig(database, List.of(), Map.of())) {
      var _ = left.flood(SAMPLES);
      topics = left.topics();
    }
    try (var rig = bed.rig(Map.of());
        var bare = bed.bare();
        var least = bed.least(database, topics);
        var requests =
            new GrantRequests(bed.bootstrapServers(), topics + ".commands", Rig.DEFAULT_LINGER)) {
      for (var run = -bed.options().some(WARM_UP, 1); run < bed.options().runs(); run++) {
        var service = rig.flood(grants).cpuMillisPerGrant("service");
        var call = bare.run(grants, Throughput.CALLS_AT_ONCE).cpuMillis() / grants;
        var few = loop(bed, least, requests, grants, TOGETHER);
        var many = loop(bed, least, requests, grants, MORE_TOGETHER);
        report.say(
            "  %.3f ms for a bare call, %.3f and %.3f for records and call, %.3f for the service's grant"
                .formatted(call, few, many, service));
        if (run >= 0) {
          section.add("bare call", "ms", call);
          section.add("service", "ms/grant", service);
          section.add("service, in bare calls", "", service / call);
          add(section, TOGETHER, few, call);
          add(section, MORE_TOGETHER, many, call);
        }
      }
    }
  }

  private static void add(Section section, int together, double loop, double call) {
    var name = "records and call alone, %d to a transaction".formatted(together);
    section.add(name, "ms/grant", loop);
    section.add(name + ", in bare calls", "", loop / call);
  }

  /// @return CPU milliseconds for each grant
  private static double loop(
      Bed bed, Child least, GrantRequests requests, int grants, int together) {
    var phase = Rig.phase(grants);
    for (var grant = 0; grant < grants; grant++) {
      requests.toReceive(phase.id(grant), bed.stub());
    }
    return Double.parseDouble(least.ask("%d %d".formatted(grants, together))) / grants;
  }
}
