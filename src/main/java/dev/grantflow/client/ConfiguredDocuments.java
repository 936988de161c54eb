package dev.grantflow.client;

import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// As configured, for as long as the process lives.
@Singleton
final class ConfiguredDocuments implements ClientDocuments {

  private final ClientInstances clients;

  ConfiguredDocuments(ClientInstances clients) {
    this.clients = clients;
  }

  @Override
  public Optional<WalletAddressDocument> walletAddress(String client) {
    return named(client).flatMap(ClientInstance::document);
  }

  @Override
  public Optional<List<Map<String, String>>> keys(String client) {
    return named(client).map(ClientInstance::key).map(this::keys);
  }

  private Optional<ClientInstance> named(String client) {
    return clients.all().filter(it -> it.name().value().equals(client)).findFirst();
  }

  /// One per id: two names of one wallet address may share a key.
  private List<Map<String, String>> keys(ClientKey own) {
    return clients
        .all()
        .map(ClientInstance::key)
        .filter(key -> key.walletAddress().equals(own.walletAddress()))
        .map(ConfiguredDocuments::published)
        .distinct()
        .sorted(Comparator.comparing(jwk -> jwk.getOrDefault("kid", "")))
        .toList();
  }

  private static Map<String, String> published(ClientKey key) {
    var jwk = new LinkedHashMap<String, String>(key.key().jwk());
    jwk.put("use", "sig");
    return jwk;
  }
}
