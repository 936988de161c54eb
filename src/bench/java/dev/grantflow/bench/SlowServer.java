package dev.grantflow.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/// A server that takes a second for each answer, at which grants are asked for by the thousands,
/// and another beside it.
final class SlowServer implements Scenario {

  static final String NAME = "slow-server";

  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final int IN_FLIGHT = 500;
  private static final double POSSIBLE = IN_FLIGHT * 1e3 / DELAY.toMillis();
  private static final int OTHER_RATE = 20;

  /// Nothing but the calls in flight is to be the limit.
  private static final Map<String, String> SETTINGS =
      Map.of(
          "GRANTFLOW_EGRESS_CALLS_PER_SERVER_MAX", Integer.toString(IN_FLIGHT),
          "GRANTFLOW_EGRESS_CONNECTIONS_PER_HOST_MAX", Integer.toString(IN_FLIGHT),
          "GRANTFLOW_ENGINE_CONCURRENCY", Integer.toString(3 * IN_FLIGHT));

  @Override
  public void run(Bed bed, Report report) throws Exception {
    var seconds = bed.options().some(20, 4);
    var section = report.section(NAME);
    section.with("in flight at most", IN_FLIGHT);
    section.with("answers after", DELAY.toString());
    section.with("of the other server, grants a second", OTHER_RATE);
    try (var rig = bed.rig(SETTINGS);
        var quick = StubProcess.start(Duration.ZERO);
        var slow = StubProcess.start(DELAY)) {
      // A flood, a flow and those who are held back go different ways, and it takes a minute until
      // those are compiled.
      var _ = rig.flood(bed.options().some(10_000, 2_000));
      for (var server : bed.options().quick() ? List.of(quick) : List.of(quick, slow, quick)) {
        var _ = beside(bed, rig, server, seconds);
      }
      for (var run = 0; run < bed.options().runs(); run++) {
        measure(bed, report, rig, List.of(quick, slow), seconds);
      }
    }
  }

  private static void measure(
      Bed bed, Report report, Rig rig, List<StubProcess> servers, int seconds) throws Exception {
    var section = report.section(NAME);
    var slow = servers.getLast();
    var disk = DiskProbe.start(bed.folder());
    var alone = other(bed, rig, seconds);
    var page = disk.stop();
    var quick = beside(bed, rig, servers.getFirst(), seconds);
    var _ = slow.mostAtOnce();
    var tardy = beside(bed, rig, slow, seconds);
    var most = slow.mostAtOnce();
    var share = tardy.phase().middleRate() / POSSIBLE;
    section.add("in flight reached", "calls", most);
    section.add("throughput of the slow server", "grants/s", tardy.phase().middleRate());
    section.add("share of in-flight/latency", "", share);
    section.add("as many at a quick server: throughput", "grants/s", quick.phase().middleRate());
    section.add("beside a quick one: all processes", "CPUs", quick.cpus());
    section.add("beside the slow one: all processes", "CPUs", tardy.cpus());
    page.addTo(section, "other server, alone: a page written to the disk");
    alone.addTo(section, "other server, alone: to GrantFinalized");
    quick.other().addTo(section, "other server, beside a quick one: to GrantFinalized");
    tardy.other().addTo(section, "other server, beside the slow one: to GrantFinalized");
    section.add(
        "other server's p99, beside the slow one to alone", "", ratio(tardy.other(), alone));
    section.add(
        "other server's p99, beside the slow one to beside a quick one",
        "",
        ratio(tardy.other(), quick.other()));
    report.say(
        "  %d in flight, %.2f of the possible; the other server alone %s, beside a quick one %s, beside the slow one %s; %.2f and %.2f CPUs taken, a page to the disk %s"
            .formatted(
                most,
                share,
                alone,
                quick.other(),
                tardy.other(),
                quick.cpus(),
                tardy.cpus(),
                page));
  }

  private static double ratio(Latencies some, Latencies others) {
    return some.percentile(99) / others.percentile(99);
  }

  /// @param phase of the many grants
  /// @param cpus that all processes took on average
  private record Beside(Arrivals phase, double cpus, Latencies other) {}

  /// As many grants a second as the calls in flight allow, and the other server's beside them.
  private static Beside beside(Bed bed, Rig rig, StubProcess server, int seconds) throws Exception {
    var phase = Rig.phase((int) (POSSIBLE * seconds));
    try (var requests = rig.patientRequests();
        var threads = Executors.newSingleThreadExecutor()) {
      var flow =
          threads.submit(
              () ->
                  rig.flow(phase, POSSIBLE, grant -> requests.toReceive(phase.id(grant), server)));
      var other = other(bed, rig, seconds);
      return new Beside(phase, flow.get().cpus(), other);
    }
  }

  /// The first second is not counted.
  private static Latencies other(Bed bed, Rig rig, int seconds) throws InterruptedException {
    var arrivals = Rig.phase(OTHER_RATE * seconds);
    var _ =
        rig.flow(
            arrivals,
            OTHER_RATE,
            grant -> rig.requests().toReceive(arrivals.id(grant), bed.stub()));
    return arrivals.toEnd(OTHER_RATE);
  }
}
