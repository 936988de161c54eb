package dev.grantflow.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where operators pause and resume client instances and authorization servers. Other replicas
/// follow within some seconds; a call that is under way is not broken off.
public interface PauseDesk {

  /// By kind and name.
  List<Pause> present();

  /// Repeatable; the first stands.
  ///
  /// @param by who
  Outcome pause(Pause.Kind kind, String name, String by, @Nullable String reason);

  /// What was held back goes on with its next try, well within a minute.
  ///
  /// @return false when it is not paused
  boolean resume(Pause.Kind kind, String name, String by);

  /// What became of a pause.
  sealed interface Outcome {

    /// @param pause as it stands
    record Paused(Pause pause) implements Outcome {}

    /// @param why in sentences, with the remedy
    record Refused(String why) implements Outcome {}
  }
}
