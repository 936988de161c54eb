package dev.grantflow.engine;

import java.util.List;

/// Where pauses are kept, for all replicas. Methods are atomic by themselves and throw an unchecked
/// exception when the database is out of reach.
public interface PauseStore {

  /// By kind and name, at most so many.
  List<Pause> all(int max);

  /// Nothing changes where the same is paused already.
  void add(Pause pause);

  /// @return false when it is not paused
  boolean remove(Pause.Kind kind, String name);
}
