package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A grant request that is well-formed. Structures that go back as they came stay as they are.
record GrantRequest(
    Client client, List<JsonNode> access, @Nullable JsonNode subject, @Nullable Interact interact) {
  private static final Set<String> WITHOUT_CONSENT = Set.of("incoming-payment", "quote");

  /// Who asks.
  sealed interface Client {
    /// How the books name it.
    String name();
  }

  /// @param asString whether it came in the older form, a string
  record WalletClient(URI walletAddress, boolean asString) implements Client {
    @Override
    public String name() {
      return walletAddress.toString();
    }
  }

  /// Directed identity: a key and no name.
  record KeyClient(JsonNode jwk) implements Client {
    @Override
    public String name() {
      return "jwk";
    }
  }

  record Interact(@Nullable Finish finish) {}

  record Finish(URI uri, String nonce) {}

  boolean needsConsent() {
    return subject != null
        || access.stream().anyMatch(item -> !WITHOUT_CONSENT.contains(item.path("type").asText()));
  }

  boolean interactive() {
    return needsConsent() || interact != null;
  }

  Optional<Finish> finish() {
    return Optional.ofNullable(interact).flatMap(given -> Optional.ofNullable(given.finish()));
  }
}
