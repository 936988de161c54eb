package dev.grantflow.sandbox.services;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Waits for what another thread does and fails with its own exception.
final class Outcomes {

  private Outcomes() {}

  static <T> T of(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServicesUnavailable("Interrupted while MySQL and Kafka were starting", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ServicesUnavailable unavailable) {
        throw unavailable;
      }
      throw new ServicesUnavailable("MySQL and Kafka could not be started", e);
    }
  }
}
