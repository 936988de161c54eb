package dev.grantflow.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The table of `docs/performance.md`.
record DocumentedFigures(Machine machine, Map<String, Section> sections) {

  private static final String BEGIN = "<!-- figures of ./mvnw -Pbench -Dbench.docs -->\n";
  private static final String END = "<!-- end of figures -->\n";

  void write(Path page) throws IOException {
    var text = Files.readString(page);
    var begin = text.indexOf(BEGIN) + BEGIN.length();
    var end = text.indexOf(END);
    if (begin < BEGIN.length() || end < begin) {
      throw new IOException(page + " has no place for the figures");
    }
    var rows = rows(text.substring(begin, end));
    sections.values().forEach(section -> rows.put(section.name(), rows(section)));
    Files.writeString(page, text.substring(0, begin) + table(rows) + text.substring(end));
  }

  /// Those that stand there, by their scenarios.
  private static Map<String, String> rows(String table) {
    return table
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| scenario "))
        .collect(
            Collectors.groupingBy(
                line -> line.substring(2, line.indexOf(" | ")),
                LinkedHashMap::new,
                Collectors.joining("\n")));
  }

  private String table(Map<String, String> rows) {
    return """

    %s, %d processors (%s), %,d MB; %s; %s.

    | scenario | figure | unit | minimum | median | maximum |
    |---|---|---|--:|--:|--:|
    %s

    """
        .formatted(
            machine.system(),
            machine.processors(),
            machine.model(),
            machine.memoryMegabytes(),
            machine.jvm(),
            LocalDate.now(ZoneOffset.UTC),
            String.join("\n", rows.values()));
  }

  private static String rows(Section section) {
    return section.taken().figures().stream()
        .map(
            it ->
                "| %s | %s | %s | %s | %s | %s |"
                    .formatted(
                        section.name(),
                        it.name(),
                        it.unit(),
                        Figure.shown(it.minimum()),
                        Figure.shown(it.median()),
                        Figure.shown(it.maximum())))
        .collect(Collectors.joining("\n"));
  }
}
