package dev.grantflow.bench;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;

/// A server that takes a second for each answer, at which grants are asked for by the thousands,
/// and another beside it.
final class SlowServer implements Scenario {

  static final String NAME = "slow-server";

  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final int IN_FLIGHT = 500;
  private static final int OTHER_RATE = 20;

  /// Nothing but the calls in flight is to be the limit.
  private static final Map<String, String> SETTINGS =
      Map.of(
          "GRANTFLOW_EGRESS_CALLS_PER_SERVER_MAX", Integer.toString(IN_FLIGHT),
          "GRANTFLOW_EGRESS_CONNECTIONS_PER_HOST_MAX", Integer.toString(IN_FLIGHT),
          "GRANTFLOW_ENGINE_CONCURRENCY", Integer.toString(3 * IN_FLIGHT));

  @Override
  public void run(Bed bed, Report report) throws Exception {
    var seconds = bed.options().some(30, 8);
    var section = report.section(NAME);
    section.with("in flight at most", IN_FLIGHT);
    section.with("answers after", DELAY.toString());
    section.with("of the other server, grants a second", OTHER_RATE);
    try (var rig = bed.rig(SETTINGS);
        var slow = StubProcess.start(DELAY)) {
      var _ = rig.flood(bed.options().some(10_000, 3_000));
      for (var run = 0; run < bed.options().runs(); run++) {
        measure(bed, report, rig, slow, seconds);
      }
    }
  }

  private static void measure(Bed bed, Report report, Rig rig, StubProcess slow, int seconds)
      throws Exception {
    var section = report.section(NAME);
    var alone = other(bed, rig, seconds / 2);
    var _ = slow.mostAtOnce();
    var waiting = Rig.phase(IN_FLIGHT * seconds);
    try (var threads = Executors.newSingleThreadExecutor()) {
      var flood =
          threads.submit(
              () -> rig.flood(waiting, grant -> rig.requests().toReceive(waiting.id(grant), slow)));
      var beside = other(bed, rig, seconds / 2);
      var spent = flood.get();
      var most = slow.mostAtOnce();
      var possible = IN_FLIGHT * 1e3 / DELAY.toMillis();
      section.add("in flight reached", "calls", most);
      section.add("throughput of the slow server", "grants/s", waiting.middleRate());
      section.add("share of in-flight/latency", "", waiting.middleRate() / possible);
      section.add("CPU of service", "ms/grant", spent.cpuMillisPerGrant("service"));
      alone.addTo(section, "other server, alone: command to GrantFinalized");
      beside.addTo(section, "other server, beside it: command to GrantFinalized");
      section.add(
          "other server's p99, beside it to alone",
          "",
          beside.percentile(99) / alone.percentile(99));
      report.say(
          "  %d in flight, %.0f grants/s; the other server alone %s, beside it %s"
              .formatted(most, waiting.middleRate(), alone, beside));
    }
  }

  /// The first second is not counted.
  private static Latencies other(Bed bed, Rig rig, int seconds) throws InterruptedException {
    var arrivals = Rig.phase(OTHER_RATE * seconds);
    rig.flow(
        arrivals, OTHER_RATE, grant -> rig.requests().toReceive(arrivals.id(grant), bed.stub()));
    return arrivals.toEnd(OTHER_RATE);
  }
}
