package dev.grantflow.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Grants that are set aside because their steps fail by faults of the service itself: nobody
/// claims them until they are released. Any committed change of such a grant, as a revocation or a
/// callback brings, releases it as well, and an answer that is recorded forgets its faults.
///
/// Methods are atomic by themselves and throw an unchecked exception when the database is out of
/// reach.
public interface SetAside {

  /// Counts a fault, and sets the grant aside with the last that it is granted.
  ///
  /// @param grant nothing is counted when somebody has changed it since, for then it has moved on
  /// @param fault what happened, without anything secret
  /// @param limit how many it is granted, this one included
  /// @param now when it happened
  /// @param nextTry when the grant is due again if it is not set aside
  Verdict count(DueGrant grant, String fault, int limit, Instant now, Instant nextTry);

  enum Verdict {
    NOT_COUNTED,
    TRIED_AGAIN,
    SET_ASIDE
  }

  /// Those that have waited longest first, at most so many.
  List<Entry> list(int max);

  /// @return empty when none of this id is set aside
  Optional<Entry> entry(String grantId);

  /// How many there are; counts no further than `max`.
  int count(int max);

  /// Makes a grant due at once, its faults forgotten.
  ///
  /// @return false when none of this id is set aside
  boolean release(String grantId, Instant now);

  /// @param state as it is stored
  /// @param faults tries that failed one after the other
  /// @param fault the last of them
  record Entry(String grantId, String state, Instant since, int faults, @Nullable String fault) {}
}
