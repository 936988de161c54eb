package dev.grantflow.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documentation, as far as its headings and links go.
record Markdown(Path file, String text) {

  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N}\\-_ ]");

  static Markdown read(Path file) {
    try {
      return new Markdown(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every page of the project.
  static List<Markdown> all() throws IOException {
    try (Stream<Path> root = Files.list(Path.of("."));
        Stream<Path> docs = Files.walk(Path.of("docs"));
        Stream<Path> helm = Files.walk(Path.of("helm"))) {
      return Stream.of(root, docs, helm)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> read(file.normalize()))
          .toList();
    }
  }

  /// By which GitHub finds the headings.
  Set<String> anchors() {
    var met = new HashMap<String, Integer>();
    Map<String, String> anchors = new LinkedHashMap<>();
    HEADING
        .matcher(withoutCode())
        .results()
        .map(heading -> anchor(heading.group(1)))
        .forEach(
            anchor -> {
              var before = met.merge(anchor, 1, Integer::sum) - 1;
              anchors.put(before == 0 ? anchor : anchor + "-" + before, anchor);
            });
    return anchors.keySet();
  }

  /// Those that lead to something of the project.
  List<String> links() {
    return LINK.matcher(withoutCode())
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.matches("[a-z]+:.*"))
        .toList();
  }

  /// What stands below a heading of any depth, up to the next heading.
  String below(String heading) {
    var section =
        Pattern.compile("(?ms)^#{1,6} " + Pattern.quote(heading) + "$(.*?)(?=^#{1,6} |\\z)")
            .matcher(text);
    return section.find() ? section.group(1) : "";
  }

  /// In their order.
  List<String> headings() {
    return HEADING.matcher(withoutCode()).results().map(it -> it.group(1)).toList();
  }

  @Override
  public String toString() {
    return file.toString();
  }

  private String withoutCode() {
    return FENCED.matcher(text).replaceAll("");
  }

  private static String anchor(String heading) {
    var plain = NOT_IN_ANCHORS.matcher(heading).replaceAll("");
    return plain.strip().toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
