package dev.grantflow.sandbox.audit;

import java.time.Duration;
import java.time.Instant;

/// Every grant has come to rest: decided, or waiting for its resource owner within its deadline.
final class NobodyWaitsForEver implements Invariant {

  /// For a deadline that passes while the audit is being made.
  private static final Duration MARGIN = Duration.ofSeconds(5);

  @Override
  public String sentence() {
    return "no grant waits for ever";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    var now = evidence.tables().now();
    for (var grant : evidence.tables().grants()) {
      tally.check(rests(grant, now), () -> grant + " does not rest");
    }
  }

  private static boolean rests(GrantRecord grant, Instant now) {
    var due = grant.dueAt();
    return switch (grant.state()) {
      case "PENDING" -> due != null && now.minus(MARGIN).isBefore(due);
      case "FINALIZED" -> due == null || now.minus(MARGIN).isBefore(due);
      case "REJECTED", "EXPIRED", "FAILED", "REVOKED" -> due == null;
      case String _ -> false;
    };
  }
}
