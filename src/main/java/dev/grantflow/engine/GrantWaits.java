package dev.grantflow.engine;

import dev.grantflow.grant.GrantId;
import java.time.Duration;

/// Waits for grants to change.
public interface GrantWaits {

  /// Returns as soon as the grant is past a version, or gone, or the time is over. What another
  /// replica changes is seen a moment later.
  ///
  /// @return false when the time is over
  /// @throws InterruptedException when the waiting thread is to stop, or the process ends
  boolean awaitChange(GrantId id, long version, Duration within) throws InterruptedException;
}
