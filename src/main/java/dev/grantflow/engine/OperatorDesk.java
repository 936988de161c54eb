package dev.grantflow.engine;

import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import java.util.List;

/// Where operators see to grants that do not go on.
public interface OperatorDesk {

  /// Those that are set aside and have waited longest first, not more than a screenful.
  List<SetAside.Entry> waiting();

  /// Lets a grant go on, its faults forgotten.
  ///
  /// @return false when none of this id is set aside
  boolean release(String grantId);

  /// Makes the next try of a grant's step due at once, where that breaks no rule of the protocol:
  /// what may be at the server is not repeated, and what the server has asked to wait is waited
  /// for.
  Retried retry(GrantId id);

  /// What became of that.
  sealed interface Retried {

    /// @param grant as stored
    record Sooner(Grant grant) implements Retried {}

    /// Nothing was changed.
    ///
    /// @param why in a sentence
    record Not(String why) implements Retried {}

    record UnknownGrant() implements Retried {}
  }
}
