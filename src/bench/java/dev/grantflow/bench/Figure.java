package dev.grantflow.bench;

import java.util.List;

/// One figure, taken as often as the scenario ran.
record Figure(
    String name, String unit, double minimum, double median, double maximum, List<Double> runs) {

  static Figure of(String name, String unit, List<Double> runs) {
    var sorted = runs.stream().sorted().toList();
    var middle = sorted.size() / 2;
    var median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Figure(name, unit, sorted.getFirst(), median, sorted.getLast(), List.copyOf(runs));
  }

  @Override
  public String toString() {
    return "  %-58s %12s %12s %12s  %s"
        .formatted(name, shown(minimum), shown(median), shown(maximum), unit);
  }

  static String shown(double value) {
    return Math.abs(value) >= 1000
        ? "%,.0f".formatted(value)
        : Math.abs(value) >= 100 ? "%.1f".formatted(value) : "%.3f".formatted(value);
  }
}
