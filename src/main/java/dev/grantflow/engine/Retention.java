package dev.grantflow.engine;

import java.time.Instant;

/// Removes what is no longer needed, a batch at a time. Several replicas may do so at once: they
/// take different rows and nobody waits. A batch is removed whole or not at all.
public interface Retention {

  /// Removes grants in a terminal state with their history, those that ended first.
  ///
  /// @return how many; fewer than `max` when no more are left that nobody else is removing
  int purgeGrants(Instant endedBefore, int max);

  /// Removes revocations that were remembered for grants which are not known, oldest first.
  ///
  /// @return how many; fewer than `max` when no more are left that nobody else is removing
  int purgeEarlyRevocations(Instant rememberedBefore, int max);

  /// Removes records of readings whose grants live on, oldest first.
  ///
  /// @return how many; fewer than `max` when no more are left that nobody else is removing
  int purgeTokenReads(Instant readBefore, int max);
}
