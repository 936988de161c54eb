package dev.grantflow.sandbox.services;

import java.nio.file.Path;
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

  /// Where Kafka keeps its files; empty where this JVM cannot read them.
  default Optional<Path> kafkaFolder() {
    return Optional.empty();
  }

  /// Ends what was started and removes what it wrote; may be repeated.
  @Override
  void close();
}
