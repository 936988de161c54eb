package dev.grantflow.soak;

import dev.grantflow.sandbox.audit.Report;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What came of a run.
///
/// @param unfinished what went wrong with the soak itself
/// @param unrest what still moved when the time was over; empty where nothing did
/// @param faults of the replicas' processes
record Verdict(
    Report report, List<String> unfinished, Optional<String> unrest, List<String> faults) {

  Verdict {
    unfinished = List.copyOf(unfinished);
    faults = List.copyOf(faults);
  }

  boolean isClean() {
    return report.isClean() && unfinished.isEmpty() && unrest.isEmpty() && faults.isEmpty();
  }

  List<String> lines() {
    return Stream.of(
            report.lines().stream(),
            unfinished.stream().map(fault -> "RED  the soak itself: " + fault),
            unrest.stream().map(moving -> "RED  not at rest in time: " + moving),
            faults.stream().map(fault -> "RED  " + fault))
        .flatMap(lines -> lines)
        .toList();
  }
}
