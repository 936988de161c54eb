package dev.grantflow.client;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// As configured; which keys are served depends on the time.
@Singleton
final class ConfiguredDocuments implements ClientDocuments {

  private final ClientInstances clients;
  private final KeySettings settings;
  private final InstantSource clock;

  ConfiguredDocuments(ClientInstances clients, KeySettings settings, InstantSource clock) {
    this.clients = clients;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Optional<WalletAddressDocument> walletAddress(String client) {
    return named(client).flatMap(ClientInstance::document);
  }

  @Override
  public Optional<List<Map<String, String>>> keys(String client) {
    return named(client).map(ClientInstance::keys).map(this::keys);
  }

  private Optional<ClientInstance> named(String client) {
    return clients.all().filter(it -> it.name().value().equals(client)).findFirst();
  }

  /// One per id: two names of one wallet address may share a key.
  private List<Map<String, String>> keys(ClientKeys own) {
    var now = clock.instant();
    return clients
        .keys()
        .filter(keys -> keys.walletAddress().equals(own.walletAddress()))
        .flatMap(keys -> keys.published(now, settings.previousPublished()))
        .map(ConfiguredDocuments::published)
        .distinct()
        .sorted(Comparator.comparing(jwk -> jwk.getOrDefault("kid", "")))
        .toList();
  }

  private static Map<String, String> published(ClientKey key) {
    var jwk = new LinkedHashMap<String, String>(key.signer().jwk());
    jwk.put("use", "sig");
    return jwk;
  }
}
