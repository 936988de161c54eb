package dev.grantflow.sandbox.services;

import java.util.Optional;

/// Services that answer, and the way to end them.
interface RunningServices extends AutoCloseable {

  Addresses addresses();

  /// Empty where the server cannot be ended and started again.
  default Optional<RestartableServer> restartableMySql() {
    return Optional.empty();
  }

  /// Empty where the server cannot be ended and started again.
  default Optional<RestartableServer> restartableKafka() {
    return Optional.empty();
  }

  /// Ends what was started and removes what it wrote; may be repeated.
  @Override
  void close();
}
