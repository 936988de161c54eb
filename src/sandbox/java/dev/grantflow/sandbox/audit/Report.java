package dev.grantflow.sandbox.audit;

import java.util.List;
import java.util.stream.Collectors;

/// One finding for each invariant.
public record Report(List<Finding> findings) {

  public Report {
    findings = List.copyOf(findings);
  }

  public boolean isClean() {
    return findings.stream().allMatch(finding -> finding.violations().isEmpty());
  }

  /// What each finding says.
  public List<String> lines() {
    return findings.stream().map(Finding::toString).toList();
  }

  @Override
  public String toString() {
    return lines().stream().collect(Collectors.joining(System.lineSeparator()));
  }
}
