package dev.grantflow.engine;

import dev.grantflow.grant.GrantState.Status;
import java.time.Instant;
import java.util.Optional;

/// What can be said of all grants together at little cost, however many there are. Methods throw an
/// unchecked exception when the database is out of reach.
public interface GrantFigures {

  /// When the step became due that has waited longest; empty when none is due.
  Optional<Instant> oldestDue(Instant now);

  /// Counts grants in the order of their acceptance, and no others than those of that status.
  ///
  /// @param after where the slice before ended; 0 at first
  /// @param max how many at most
  Slice count(Status status, long after, int max);

  /// @param last the place of the last one that was counted
  record Slice(int counted, long last) {}
}
