package dev.grantflow.bench;

import dev.grantflow.sandbox.services.LocalServices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Measures the packaged service among its real neighbours and prints what it took; see
/// `docs/performance.md`. Properties: see [Options].
final class Bench {

  /// What the JVM makes of the 768 MiB that the chart gives: the image's share of it for the heap
  /// and a 64th of it to begin with. Of this machine's memory it would make something else.
  private static final List<String> MEMORY = List.of("-Xms12m", "-Xmx460m");

  /// What a quick look has time for.
  private static final Set<String> QUICK =
      Set.of(Throughput.NAME, Interactive.NAME, Latency.NAME, SlowServer.NAME);

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    var options = Options.ofThisJvm();
    var jvm = new ArrayList<>(ImageOptions.ofTheBuild());
    jvm.addAll(MEMORY);
    jvm.addAll(options.jvm());
    var report =
        new Report(
            Machine.ofThisJvm(),
            Map.of("servers", LocalServices.versions()),
            settings(options, jvm),
            System.out,
            options.folder().resolve("result.json"));
    var scenarios = scenarios();
    options.only().stream()
        .filter(name -> !scenarios.containsKey(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "there is no scenario %s, but %s".formatted(name, scenarios.keySet()));
            });
    try (var bed = Bed.start(options, jvm)) {
      for (var scenario : scenarios.entrySet()) {
        if (isWanted(options, scenario.getKey())) {
          report.say(scenario.getKey());
          scenario.getValue().run(bed, report);
          report.write();
        }
      }
    }
    report.print();
    if (options.docs()) {
      report
          .documented()
          .write(Path.of(System.getProperty("grantflow.basedir", ""), "docs", "performance.md"));
    }
    System.exit(0);
  }

  private static boolean isWanted(Options options, String scenario) {
    return options.only().isEmpty()
        ? !options.quick() || QUICK.contains(scenario)
        : options.only().contains(scenario);
  }

  private static Map<String, Scenario> scenarios() {
    var scenarios = new LinkedHashMap<String, Scenario>();
    scenarios.put(Throughput.NAME, new Throughput());
    scenarios.put(Interactive.NAME, new Interactive());
    scenarios.put(Latency.NAME, new Latency());
    scenarios.put(SlowServer.NAME, new SlowServer());
    scenarios.put(CpuShares.NAME, new CpuShares());
    scenarios.put(Least.NAME, new Least());
    scenarios.put(ScaleOut.NAME, new ScaleOut());
    scenarios.put(StartAndSize.NAME, new StartAndSize());
    scenarios.put(Signatures.NAME, new Signatures());
    scenarios.put(Micro.NAME, new Micro());
    scenarios.put(Flatness.NAME, new Flatness());
    return scenarios;
  }

  private static Map<String, Object> settings(Options options, List<String> jvm) {
    var settings = new LinkedHashMap<String, Object>();
    settings.put("runs", options.runs());
    settings.put("quick", options.quick());
    settings.put("JVM of the service", jvm);
    settings.put("service", options.service());
    settings.put("MySQL", LocalServices.productionOptions());
    settings.put("Kafka", "one broker, acks=all");
    return settings;
  }
}
