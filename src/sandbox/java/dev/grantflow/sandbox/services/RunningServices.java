package dev.grantflow.sandbox.services;

/// Services that answer, and the way to end them.
interface RunningServices extends AutoCloseable {

  Addresses addresses();

  /// Ends what was started and removes what it wrote; may be repeated.
  @Override
  void close();
}
