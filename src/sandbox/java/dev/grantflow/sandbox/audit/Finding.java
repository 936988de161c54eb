package dev.grantflow.sandbox.audit;

import java.util.List;
import java.util.stream.Collectors;

/// What came of looking at one invariant. No secret is in it.
///
/// @param invariant what must hold, with what was allowed and counted in parentheses
/// @param checked how many cases were looked at
public record Finding(String invariant, long checked, List<String> violations) {

  private static final int SHOWN_MAX = 5;

  public Finding {
    violations = List.copyOf(violations);
  }

  /// One line, and below it the first few violations.
  @Override
  public String toString() {
    var line =
        "%-4s %s: %d checked, %d violations"
            .formatted(violations.isEmpty() ? "ok" : "RED", invariant, checked, violations.size());
    var first =
        violations.stream()
            .limit(SHOWN_MAX)
            .map(violation -> System.lineSeparator() + "       " + violation)
            .collect(Collectors.joining());
    var rest = violations.size() - SHOWN_MAX;
    return rest > 0
        ? line + first + System.lineSeparator() + "       and " + rest + " more"
        : line + first;
  }
}
