package dev.grantflow.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the world may know of a client instance.
public interface ClientDocuments {

  /// Its wallet address document; empty where there is no such client, or somebody else serves it.
  Optional<WalletAddressDocument> walletAddress(String client);

  /// The public keys of its wallet address as JWKs (RFC 8037 §2), those of other names of the same
  /// wallet address too: the ones that sign, the next ones, and for a while the previous ones.
  /// Empty where there is no such client.
  Optional<List<Map<String, String>>> keys(String client);
}
