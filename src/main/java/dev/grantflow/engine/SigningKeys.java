package dev.grantflow.engine;

import dev.grantflow.grant.ClientName;
import java.time.Instant;

/// Which keys may sign now. Thread-safe.
@FunctionalInterface
interface SigningKeys {

  boolean signs(ClientName client, String publicKey, Instant now);
}
