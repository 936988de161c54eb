package dev.grantflow.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What Prometheus reads.
///
/// @param types of the families by their names
record Scrape(Map<String, String> types, List<Sample> samples) {

  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final List<String> PARTS = List.of("_bucket", "_sum", "_count");

  /// @param name of the family, with what it is of a histogram
  record Sample(String name, Map<String, String> labels, double value) {}

  static Scrape read(String text) {
    var types = new LinkedHashMap<String, String>();
    var samples = new ArrayList<Sample>();
    text.lines()
        .forEach(
            line -> {
              var type = TYPE.matcher(line);
              var sample = SAMPLE.matcher(line);
              if (type.matches()) {
                types.put(type.group(1), type.group(2));
              } else if (sample.matches()) {
                samples.add(
                    new Sample(sample.group(1), labels(sample.group(2)), number(sample.group(3))));
              }
            });
    return new Scrape(types, samples);
  }

  private static Map<String, String> labels(String text) {
    return LABEL
        .matcher(text == null ? "" : text)
        .results()
        .collect(Collectors.toMap(it -> it.group(1), it -> it.group(2), (a, _) -> a, TreeMap::new));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      case String other -> Double.parseDouble(other);
    };
  }

  /// The sum of the samples that have these labels; not a number where there is none.
  ///
  /// @param labels name and value by turns
  double value(String name, String... labels) {
    var wanted =
        Stream.iterate(0, i -> i < labels.length, i -> i + 2)
            .collect(Collectors.toMap(i -> labels[i], i -> labels[i + 1]));
    return samples.stream()
        .filter(it -> it.name().equals(name))
        .filter(it -> it.labels().entrySet().containsAll(wanted.entrySet()))
        .mapToDouble(Sample::value)
        .reduce(Double::sum)
        .orElse(Double.NaN);
  }

  boolean has(String name) {
    return samples.stream().anyMatch(it -> it.name().equals(name));
  }

  /// Those of these values, or patterns of such, that no sample's label has.
  List<String> without(String name, String label, List<String> values) {
    return values.stream()
        .filter(
            value ->
                samples.stream()
                    .filter(it -> it.name().equals(name))
                    .noneMatch(it -> it.labels().getOrDefault(label, "").matches(value)))
        .map(value -> "%s{%s=\"%s\"}".formatted(name, label, value))
        .toList();
  }

  /// The names of all labels that samples of a family have, but for that of the buckets.
  Set<String> labels(Map.Entry<String, String> family) {
    var isHistogram = family.getValue().equals("histogram");
    var names =
        isHistogram
            ? PARTS.stream().map(family.getKey()::concat).toList()
            : List.of(family.getKey());
    var labels =
        samples.stream()
            .filter(it -> names.contains(it.name()))
            .flatMap(it -> it.labels().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    labels.remove("le");
    return labels;
  }
}
