package dev.grantflow.engine;

import java.util.List;

/// Where operators see to grants that are set aside.
public interface OperatorDesk {

  /// Those that have waited longest first, not more than a screenful.
  List<SetAside.Entry> waiting();

  /// Lets a grant go on, its faults forgotten.
  ///
  /// @return false when none of this id is set aside
  boolean release(String grantId);
}
