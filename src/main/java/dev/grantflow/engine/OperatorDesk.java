package dev.grantflow.engine;

import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import java.util.List;
import java.util.Optional;

/// Where operators see to grants that do not go on.
public interface OperatorDesk {

  /// Those that are set aside and have waited longest first, not more than a screenful.
  List<SetAside.Entry> waiting();

  /// @return empty when it is not set aside
  Optional<SetAside.Entry> waiting(GrantId id);

  /// Lets a grant go on, its faults forgotten.
  ///
  /// @return false when none of this id is set aside
  boolean release(String grantId);

  /// Makes the next try of a grant's step due at once, where that breaks no rule of the protocol:
  /// what may be at the server is not repeated, and what the server has asked to wait is waited
  /// for. One that is set aside is left so: nobody would take it up at that time, and only a
  /// release gives its tries back.
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
