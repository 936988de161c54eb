package dev.grantflow.client;

import dev.grantflow.gnap.signature.Signer;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/// Whose key it is: servers find its public half under the wallet address, by its id.
record OwnedKey(URI walletAddress, Signer key) {

  /// What is wrong with having both. Two names of one client may share its key.
  Optional<String> quarrel(OwnedKey other) {
    var sameAddress = walletAddress.equals(other.walletAddress);
    var sameKey = Arrays.equals(key.publicKey(), other.key.publicKey());
    if (sameKey && !sameAddress) {
      return Optional.of(
          "is the same key, but for %s instead of %s. Give each wallet address a key of its own."
              .formatted(walletAddress, other.walletAddress));
    }
    if (sameAddress && !sameKey && key.keyId().equals(other.key.keyId())) {
      return Optional.of(
          "is another key under the same key-id %s of %s. A key id names one key."
              .formatted(key.keyId(), walletAddress));
    }
    return Optional.empty();
  }
}
