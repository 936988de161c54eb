package dev.grantflow.bench;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a server that does not answer costs the grants of another: the time from a command's turn
/// to be published to its `GrantFinalized`, at a constant rate, alone and while grants wait for a
/// server that hangs, or answers in 30 s. Both in turn in one run, several times, because machines
/// are noisy; each bad phase has a bad server that nobody has called before.
///
/// Properties: `bench.rounds` (3), `bench.rate` (10 a second), `bench.grants` (150 a phase),
/// `bench.waiting` (200).
final class IsolationBench {

  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final int RATE = Integer.getInteger("bench.rate", 10);
  private static final int GRANTS = Integer.getInteger("bench.grants", 150);
  private static final int WAITING = Integer.getInteger("bench.waiting", 200);

  private static final int LEAD_SECONDS = 3;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration SLOW = Duration.ofSeconds(30);

  /// As long as a phase lasts, the grants that wait do.
  private static final Duration WAIT = Duration.ofSeconds(GRANTS / RATE + 5L);

  private static final Map<String, String> WITHOUT_LIMITS =
      Map.of(
          "GRANTFLOW_EGRESS_CALLS_PER_SERVER_MAX", "100000",
          "GRANTFLOW_EGRESS_CONNECTIONS_PER_HOST_MAX", "1000",
          "GRANTFLOW_EGRESS_CIRCUIT_WINDOW", "1000",
          "GRANTFLOW_EGRESS_CIRCUIT_CALLS_MIN", "1000");

  private final SandboxAuthorizationServer good;
  private final Commands commands;
  private final Arrivals arrivals;

  private IsolationBench(SandboxAuthorizationServer good, Commands commands, Arrivals arrivals) {
    this.good = good;
    this.commands = commands;
    this.arrivals = arrivals;
  }

  /// How the bad server is bad, by the name of its wallet addresses.
  private enum Fault {
    HANGS("awkward-hang"),
    ANSWERS_IN_30_S("awkward-slow");

    private final String wallet;

    Fault(String wallet) {
      this.wallet = wallet;
    }
  }

  /// @param alone without the bad server
  private record Round(Latencies alone, Latencies beside) {
    double ratio() {
      return beside.percentile(99) / alone.percentile(99);
    }
  }

  public static void main(String[] arguments) throws IOException {
    try (var services = LocalServices.durable(IsolationBench::say);
        var good = SandboxAuthorizationServer.start(Settings.usual())) {
      System.out.printf(
          "%d grants a phase at %d a second; %d grants wait for the bad server%n",
          GRANTS, RATE, WAITING);
      measure("with the limits", services, good, Map.of());
      measure("without limits", services, good, WITHOUT_LIMITS);
    }
    System.exit(0);
  }

  private static void measure(
      String title,
      LocalServices services,
      SandboxAuthorizationServer good,
      Map<String, String> settings)
      throws IOException {
    var topics = "bench-" + UUID.randomUUID();
    var arrivals = new Arrivals();
    try (var _ =
            Replica.start(
                good, services.newDatabase(), services.bootstrapServers(), topics, settings);
        var _ = new EventTail(services.bootstrapServers(), topics + ".events", arrivals::seen);
        var commands = new Commands(services.bootstrapServers(), topics + ".commands")) {
      var bench = new IsolationBench(good, commands, arrivals);
      System.out.printf("%n%s%n", title);
      System.out.printf("  warm-up                  %s%n", bench.phase());
      for (var fault : Fault.values()) {
        bench.rounds(fault);
      }
    }
  }

  private void rounds(Fault fault) {
    var name = fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    var rounds = new ArrayList<Round>();
    for (int i = 1; i <= ROUNDS; i++) {
      var round = round(fault, i % 2 == 0);
      rounds.add(round);
      System.out.printf(
          "  %-15s round %d:  alone %s   beside it %s   ratio of p99 %.2f%n",
          name, i, round.alone(), round.beside(), round.ratio());
    }
    var ratios = Latencies.of(rounds.stream().mapToDouble(Round::ratio).toArray());
    var alone = Latencies.of(rounds.stream().map(Round::alone));
    var beside = Latencies.of(rounds.stream().map(Round::beside));
    System.out.printf(
        "  %-15s all:      alone %s   beside it %s   ratio of p99 %.2f, median of rounds %.2f%n",
        name, alone, beside, beside.percentile(99) / alone.percentile(99), ratios.percentile(50));
  }

  /// In turn, so that neither has the warmer machine.
  private Round round(Fault fault, boolean badFirst) {
    if (badFirst) {
      var beside = beside(fault);
      return new Round(phase(), beside);
    }
    return new Round(phase(), beside(fault));
  }

  /// Grants that wait for the bad server, and then a phase like any other.
  private Latencies beside(Fault fault) {
    try (var bad = SandboxAuthorizationServer.start(Settings.usual().withSlowness(SLOW))) {
      var waiting = ids(WAITING);
      for (var id : waiting) {
        var wallet = bad.walletAddress(fault.wallet + "." + id).toString();
        var request = Samples.incomingPayment(id, wallet);
        var end = "{\"expiresIn\":\"%s\",".formatted(WAIT);
        commands.publish(id, "GrantRequested", end + request.substring(1));
      }
      var latencies = phase();
      arrivals.await(waiting, "GrantFailed", PATIENCE);
      return latencies;
    }
  }

  /// Publishes at a constant rate, however long the outcomes take. The first seconds are not
  /// counted: what waits beside has just been accepted then.
  private Latencies phase() {
    var ids = ids(GRANTS);
    var wallet = good.walletAddress("bob").toString();
    var begin = System.nanoTime();
    var turns =
        IntStream.range(0, GRANTS)
            .mapToLong(i -> begin + i * Duration.ofSeconds(1).toNanos() / RATE)
            .toArray();
    for (int i = 0; i < GRANTS; i++) {
      while (System.nanoTime() < turns[i]) {
        LockSupport.parkNanos(turns[i] - System.nanoTime());
      }
      commands.publish(ids.get(i), "GrantRequested", Samples.incomingPayment(ids.get(i), wallet));
    }
    var ends = arrivals.await(ids, "GrantFinalized", PATIENCE);
    return Latencies.of(
        IntStream.range(RATE * LEAD_SECONDS, GRANTS)
            .mapToDouble(i -> (ends[i] - turns[i]) / 1e6)
            .toArray());
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private static List<String> ids(int count) {
    return Stream.generate(() -> "bench-" + UUID.randomUUID()).limit(count).toList();
  }
}
