package dev.grantflow.shutdown;

import java.time.Duration;

/// A part of the service that has work under way.
public interface Closing {

  Stage stage();

  /// Begins nothing new and waits for what is under way.
  ///
  /// @return false when something is left; whoever follows takes it up
  boolean close(Duration within) throws InterruptedException;
}
