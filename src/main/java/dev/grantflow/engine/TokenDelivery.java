package dev.grantflow.engine;

import dev.grantflow.grant.Secret;
import java.util.Map;

/// How what a grant brought reaches the services that asked for it.
public sealed interface TokenDelivery {

  /// In the event, as the authorization server gave it: whoever reads the topic can use it.
  record Inline() implements TokenDelivery {}

  /// In the event, for the holder of one key alone.
  record Encrypted(Sealing sealing) implements TokenDelivery {}

  /// Not in the event; [TokenReads] hands it out, one reader at a time.
  record Reference() implements TokenDelivery {}

  /// Encrypts. Called within the transaction that commits the event, so an implementation must not
  /// ask anybody for anything: it has its key. Thread-safe; each call gives another text.
  @FunctionalInterface
  interface Sealing {

    /// @param bound what the recipient can hold the result against; not secret, not to be changed
    ///   without notice
    String seal(Secret plaintext, Map<String, String> bound);
  }
}
