package dev.grantflow.engine;

import dev.grantflow.grant.Secret;
import java.util.Map;

/// How what a grant brought reaches the services that asked for it.
public sealed interface TokenDelivery {

  /// Whether an event that brings a token could be made now. Once it could it always can.
  default boolean isReady() {
    return true;
  }

  /// In the event, as the authorization server gave it: whoever reads the topic can use it.
  record Inline() implements TokenDelivery {}

  /// In the event, for the holder of one key alone.
  record Encrypted(Sealing sealing) implements TokenDelivery {

    @Override
    public boolean isReady() {
      return sealing.isReady();
    }
  }

  /// Not in the event; [TokenReads] hands it out, one reader at a time.
  record Reference() implements TokenDelivery {}

  /// Encrypts. Called within the transaction that commits the event, so an implementation must not
  /// ask anybody for anything: it has its key, because no call that could bring a token is made
  /// before it is ready. Thread-safe; each call gives another text.
  @FunctionalInterface
  interface Sealing {

    /// @param bound what the recipient can hold the result against; not secret, not to be changed
    ///   without notice
    /// @throws IllegalStateException before it is ready
    String seal(Secret plaintext, Map<String, String> bound);

    /// Whether there is a key. Once there was one there always is.
    default boolean isReady() {
      return true;
    }
  }
}
