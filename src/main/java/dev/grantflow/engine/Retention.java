package dev.grantflow.engine;

import java.time.Instant;

/// Removes what is no longer needed, a batch at a time. Several replicas may do so at once: they
/// take different rows and nobody waits. A batch is removed whole or not at all.
public interface Retention {

  /// Removes grants in a terminal state with their history, those that ended first. Where there is
  /// much history a batch removes a part of it alone.
  Batch purgeGrants(Instant endedBefore, int max);

  /// Removes revocations that were remembered for grants which are not known, oldest first.
  Batch purgeEarlyRevocations(Instant rememberedBefore, int max);

  /// Removes records of readings whose grants live on, oldest first.
  Batch purgeTokenReads(Instant readBefore, int max);

  /// @param removed how many of what was to be removed
  /// @param isMore whether there may be more that nobody else is removing
  record Batch(int removed, boolean isMore) {

    /// @param max how many were wanted
    public static Batch of(int removed, int max) {
      return new Batch(removed, removed == max);
    }
  }
}
