package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A grant request that is well-formed. Structures that go back as they came stay as they are.
///
/// @param tokens what is asked for, empty where only a subject is
/// @param isArray whether the tokens came in an array, and so go back in one
record GrantRequest(
    Client client,
    List<WantedToken> tokens,
    boolean isArray,
    @Nullable JsonNode subject,
    @Nullable Interact interact) {
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
  record KeyClient(JsonNode jwk, @Nullable String displayName) implements Client {
    @Override
    public String name() {
      return "jwk";
    }
  }

  /// Known from before, by what the server called it (RFC 9635 §3.5).
  record InstanceClient(String instanceId) implements Client {
    @Override
    public String name() {
      return instanceId;
    }
  }

  /// @param label empty where it has none
  record WantedToken(String label, List<JsonNode> access, List<String> flags) {}

  record Interact(Set<String> start, @Nullable Finish finish) {}

  /// @param isPushed whether the server itself calls the URI
  record Finish(boolean isPushed, URI uri, String nonce, String hashMethod) {}

  GrantRequest as(Client known) {
    return new GrantRequest(known, tokens, isArray, subject, interact);
  }

  /// Of all tokens.
  List<JsonNode> access() {
    return tokens.stream().flatMap(token -> token.access().stream()).toList();
  }

  boolean needsConsent() {
    return subject != null
        || access().stream()
            .anyMatch(item -> !WITHOUT_CONSENT.contains(item.path("type").asText()));
  }

  boolean interactive() {
    return needsConsent() || interact != null;
  }

  Optional<Finish> finish() {
    return Optional.ofNullable(interact).flatMap(given -> Optional.ofNullable(given.finish()));
  }
}
