package dev.grantflow.engine;

import dev.grantflow.grant.ClientName;

/// The delivery of each client instance. Thread-safe.
@FunctionalInterface
public interface TokenDeliveries {

  /// For a client that is not configured any more, the one that gives nothing away.
  TokenDelivery of(ClientName client);

  /// Whether somebody has said how this client's tokens are delivered, or left it at the default.
  default boolean isConfigured(ClientName client) {
    return true;
  }
}
