package dev.grantflow.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// The figures of one scenario while they are taken.
final class Section {

  private final String name;
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final Map<String, String> units = new LinkedHashMap<>();
  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  Section(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /// Something that the figures depend on.
  void with(String setting, Object value) {
    settings.put(setting, value);
  }

  /// One more run's value.
  void add(String figure, String unit, double value) {
    units.put(figure, unit);
    values.computeIfAbsent(figure, _ -> new ArrayList<>()).add(value);
  }

  /// Of all runs so far; empty where it was not taken.
  OptionalDouble median(String figure) {
    return values.containsKey(figure)
        ? OptionalDouble.of(Figure.of(figure, "", values.getOrDefault(figure, List.of())).median())
        : OptionalDouble.empty();
  }

  /// @param settings what the figures depend on
  record Taken(Map<String, Object> settings, List<Figure> figures) {}

  Taken taken() {
    return new Taken(
        Map.copyOf(settings),
        values.entrySet().stream()
            .map(it -> Figure.of(it.getKey(), units.getOrDefault(it.getKey(), ""), it.getValue()))
            .toList());
  }
}
