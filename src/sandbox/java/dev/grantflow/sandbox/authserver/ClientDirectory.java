package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;

/// What the server learns about clients, over HTTP and afresh on every signed call.
final class ClientDirectory implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /// @throws Refused with 400 `invalid_client` where the key cannot be found
  PublicKey key(GrantRequest.Client client, String keyId) {
    Optional<PublicKey> key =
        switch (client) {
          case GrantRequest.KeyClient(JsonNode jwk, var name) ->
              Optional.of(jwk).filter(given -> hasId(given, keyId)).flatMap(Ed25519::fromJwk);
          case GrantRequest.InstanceClient(String id) -> Optional.<PublicKey>empty();
          case GrantRequest.WalletClient(URI walletAddress, boolean asString) ->
              key(walletAddress, keyId);
        };
    return key.orElseThrow(ClientDirectory::unknown);
  }

  /// @throws Refused with 400 `invalid_client` where the wallet address does not give a name: the
  ///   resource owner must be told who asks
  String publicName(URI walletAddress) {
    return get(walletAddress)
        .map(document -> document.path("publicName").asText())
        .filter(name -> !name.isEmpty())
        .orElseThrow(ClientDirectory::unknown);
  }

  /// Like the reference server: a trailing slash of the wallet address becomes a double slash.
  private Optional<PublicKey> key(URI walletAddress, String keyId) {
    return get(URI.create(walletAddress + "/jwks.json")).map(keySet -> keySet.path("keys")).stream()
        .flatMap(keys -> keys.valueStream())
        .filter(jwk -> hasId(jwk, keyId))
        .findFirst()
        .flatMap(Ed25519::fromJwk);
  }

  private static boolean hasId(JsonNode jwk, String keyId) {
    return jwk.path("kid").asText().equals(keyId);
  }

  private Optional<ObjectNode> get(URI uri) {
    HttpRequest request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", "application/json").build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Json.parseObject(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Refused unknown() {
    return new Refused(400, "invalid_client", "could not determine client");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
