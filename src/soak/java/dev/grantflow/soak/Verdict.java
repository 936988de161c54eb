package dev.grantflow.soak;

import dev.grantflow.sandbox.audit.Report;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What came of a run.
///
/// @param demands what must have happened for the report to mean something
/// @param skipped what was planned and cannot be done here
/// @param unfinished what went wrong with the soak itself
/// @param unrest what still moved when the time was over; empty where nothing did
/// @param faults of the replicas' processes
record Verdict(
    Report report,
    List<Demand> demands,
    List<String> skipped,
    List<String> unfinished,
    Optional<String> unrest,
    List<String> faults) {

  Verdict {
    demands = List.copyOf(demands);
    skipped = List.copyOf(skipped);
    unfinished = List.copyOf(unfinished);
    faults = List.copyOf(faults);
  }

  boolean isClean() {
    return report.isClean()
        && unchecked().isEmpty()
        && demands.stream().allMatch(Demand::isMet)
        && unfinished.isEmpty()
        && unrest.isEmpty()
        && faults.isEmpty();
  }

  List<String> lines() {
    return Stream.of(
            report.lines().stream(),
            unchecked().stream().map("RED  had no case to be looked at: %s"::formatted),
            demands.stream().map(Demand::toString),
            skipped.stream().map("skip %s"::formatted),
            unfinished.stream().map("RED  the soak itself: %s"::formatted),
            unrest.stream().map("RED  not at rest in time: %s"::formatted),
            faults.stream().map("RED  %s"::formatted))
        .flatMap(lines -> lines)
        .toList();
  }

  /// Invariants that were held against nothing.
  private List<String> unchecked() {
    return report.findings().stream()
        .filter(finding -> finding.checked() == 0)
        .map(finding -> finding.invariant())
        .toList();
  }
}
