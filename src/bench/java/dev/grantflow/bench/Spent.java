package dev.grantflow.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a phase took.
///
/// @param usages of each process, by name
/// @param counters of MySQL, by name
record Spent(int grants, double seconds, Map<String, Usage> usages, Map<String, Long> counters) {

  /// In the order of the table.
  private static final List<String> PROCESSES =
      List.of("service", "service 2", "MySQL", "Kafka", "stub", "load generator");

  record Snapshot(Map<String, Usage> usages, Map<String, Long> counters) {}

  static Spent between(Snapshot before, Snapshot after, int grants, double seconds) {
    var usages = new LinkedHashMap<String, Usage>();
    for (var name : PROCESSES) {
      var earlier = before.usages().get(name);
      var later = after.usages().get(name);
      if (earlier != null && later != null) {
        usages.put(name, later.since(earlier));
      }
    }
    var counters = new LinkedHashMap<String, Long>();
    for (var counter : MySql.Counter.values()) {
      var name = counter.meaning();
      counters.put(
          name, after.counters().getOrDefault(name, 0L) - before.counters().getOrDefault(name, 0L));
    }
    return new Spent(grants, seconds, usages, counters);
  }

  double grantsPerSecond() {
    return grants / seconds;
  }

  double cpuMillisPerGrant(String process) {
    var usage = usages.get(process);
    return usage == null ? Double.NaN : usage.cpuMillis() / grants;
  }

  /// How many processors all of them took on average.
  double cpus() {
    return usages.values().stream().mapToDouble(Usage::cpuMillis).sum() / 1e3 / seconds;
  }

  void addTo(Section section) {
    section.add("throughput", "grants/s", grantsPerSecond());
    usages.forEach(
        (name, usage) -> section.add("CPU of " + name, "ms/grant", usage.cpuMillis() / grants));
    usages.forEach(
        (name, usage) ->
            usage
                .written()
                .ifPresent(
                    bytes ->
                        section.add("written by " + name, "B/grant", bytes / (double) grants)));
    counters.forEach(
        (name, count) -> section.add("MySQL: " + name, "/grant", count / (double) grants));
  }
}
