package dev.grantflow.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// All figures: as a table for people, as JSON for comparisons. Written anew after each scenario,
/// so that a late failure takes nothing away.
final class Report {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Machine machine;
  private final Map<String, Object> versions;
  private final Map<String, Object> settings;
  private final Map<String, Section> sections = new LinkedHashMap<>();
  private final PrintStream out;
  private final Path file;

  Report(
      Machine machine,
      Map<String, Object> versions,
      Map<String, Object> settings,
      PrintStream out,
      Path file) {
    this.machine = machine;
    this.versions = versions;
    this.settings = settings;
    this.out = out;
    this.file = file;
  }

  private record Written(
      String takenAt,
      Machine machine,
      Map<String, Object> versions,
      Map<String, Object> settings,
      Map<String, Section.Taken> scenarios) {}

  Section section(String name) {
    return sections.computeIfAbsent(name, Section::new);
  }

  /// Of another scenario, if it has been run.
  Optional<Section> earlier(String name) {
    return Optional.ofNullable(sections.get(name));
  }

  void say(String line) {
    out.println(line);
  }

  void print() {
    out.printf("%n%s%n%s%n%s%n", machine, versions, settings);
    out.printf("%-60s %12s %12s %12s%n", "", "minimum", "median", "maximum");
    for (var section : sections.values()) {
      var taken = section.taken();
      out.printf("%n%s %s%n", section.name(), taken.settings());
      taken.figures().forEach(out::println);
    }
  }

  DocumentedFigures documented() {
    return new DocumentedFigures(machine, sections);
  }

  void write() throws IOException {
    var scenarios = new LinkedHashMap<String, Section.Taken>();
    sections.forEach((name, section) -> scenarios.put(name, section.taken()));
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Files.createDirectories(file.getParent());
    JSON.writeValue(file.toFile(), new Written(now, machine, versions, settings, scenarios));
  }
}
