package dev.grantflow.sandbox.services;

import java.util.Optional;

/// A server that can be ended and started again, at the same address and with the same data. For
/// one thread at a time.
public interface RestartableServer {

  /// Asks it to end; returns when it has.
  void stop();

  /// Ends it as `kill -9` does; returns when it has ended.
  void kill();

  /// Its process, to see what it costs; empty where there is none of its own.
  Optional<ProcessHandle> process();

  /// Returns when it answers again; fails with [ServicesUnavailable].
  void start() throws InterruptedException;
}
