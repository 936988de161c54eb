package dev.grantflow.engine;

import dev.grantflow.grant.ClientName;

/// The delivery of each client instance. Thread-safe.
@FunctionalInterface
public interface TokenDeliveries {

  /// For a client that is not configured any more, the one that gives nothing away.
  TokenDelivery of(ClientName client);
}
