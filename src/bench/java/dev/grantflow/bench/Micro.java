package dev.grantflow.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The parts by themselves, by JMH in JVMs of its own. What it runs is in `src/micro`, which is
/// built by the profile alone.
final class Micro implements Scenario {

  static final String NAME = "micro";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUNNER = "org.openjdk.jmh.Main";

  @Override
  public void run(Bed bed, Report report) throws Exception {
    if (!isThere()) {
      report.say("  left out: JMH is not on the class path, on which ./mvnw -Pbench puts it");
      return;
    }
    var result = bed.options().folder().resolve("jmh.json");
    Files.createDirectories(result.getParent());
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), RUNNER));
    command.addAll(List.of("-bm", "avgt", "-tu", "us", "-rf", "json", "-rff", result.toString()));
    command.addAll(List.of("-f", Integer.toString(bed.options().runs())));
    command.addAll(
        bed.options().quick()
            ? List.of("-wi", "1", "-w", "1", "-i", "1", "-r", "1")
            : List.of("-wi", "2", "-w", "1", "-i", "3", "-r", "1"));
    var process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("JMH ended with status " + process.exitValue());
    }
    read(result, report.section(NAME));
  }

  private static boolean isThere() {
    return Micro.class.getResource("/org/openjdk/jmh/Main.class") != null
        && Micro.class.getResource("/META-INF/BenchmarkList") != null;
  }

  /// One value of each fork, as of each run of the other scenarios.
  private static void read(Path file, Section section) throws IOException {
    for (var benchmark : JSON.readTree(file.toFile())) {
      var words = benchmark.path("benchmark").asText().split("\\.", -1);
      for (var fork : benchmark.path("primaryMetric").path("rawData")) {
        var sum = 0.0;
        for (var iteration : fork) {
          sum += iteration.asDouble();
        }
        section.add(words[words.length - 1].replace('_', ' '), "µs", sum / fork.size());
      }
    }
  }
}
