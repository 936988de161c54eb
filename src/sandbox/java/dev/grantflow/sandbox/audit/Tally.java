package dev.grantflow.sandbox.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Collects one finding.
final class Tally {

  private final List<String> violations = new ArrayList<>();
  private final Map<String, Integer> allowed = new TreeMap<>();
  private long checked;

  /// Counts a case.
  ///
  /// @param violation what to say where it does not hold
  void check(boolean holds, Supplier<String> violation) {
    checked++;
    if (!holds) {
      violations.add(violation.get());
    }
  }

  /// Counts a case that would be a violation but for this reason.
  void allow(String reason) {
    checked++;
    note(reason);
  }

  /// Tells of a case that could not be looked at, and does not count it.
  void note(String reason) {
    allowed.merge(reason, 1, Integer::sum);
  }

  Finding finding(String invariant) {
    var reasons =
        allowed.entrySet().stream()
            .map(reason -> reason.getValue() + " " + reason.getKey())
            .collect(Collectors.joining(", "));
    return new Finding(
        reasons.isEmpty() ? invariant : invariant + " (" + reasons + ")", checked, violations);
  }
}
