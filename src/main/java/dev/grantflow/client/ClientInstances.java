package dev.grantflow.client;

import static java.util.Objects.requireNonNull;

import dev.grantflow.grant.ClientName;
import dev.grantflow.settings.CheckedAtStart;
import dev.grantflow.settings.InvalidSettingsException;
import io.micronaut.context.annotation.Context;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The configured client instances. Made at start, so that a mistake in one stops it.
@Context
@CheckedAtStart
public final class ClientInstances {

  private final Map<ClientName, ClientInstance> byName;
  private final @Nullable ClientName ifUnnamed;

  ClientInstances(
      Collection<ClientSettings> settings,
      Collection<LimitSettings> limits,
      Collection<DocumentSettings> documents,
      DefaultClient ifUnnamed,
      ClientReader reader) {
    var limitsByName = byName(limits, LimitSettings::name);
    var documentsByName = byName(documents, DocumentSettings::name);
    var blocks =
        settings.stream()
            .sorted(Comparator.comparing(ClientSettings::name))
            .map(
                it ->
                    new ClientBlock(
                        it,
                        requireNonNull(limitsByName.get(it.name())),
                        requireNonNull(documentsByName.get(it.name()))))
            .toList();
    check(blocks);
    byName =
        blocks.stream()
            .map(reader::read)
            .collect(Collectors.toUnmodifiableMap(ClientInstance::name, Function.identity()));
    if (byName.isEmpty()) {
      throw new InvalidClientException(
          "grantflow.clients is empty. Configure a client instance under grantflow.clients.{name}"
              + " with wallet-address, key-id, key-file and return-uris.");
    }
    checkKeys(
        byName.values().stream().sorted(Comparator.comparing(it -> it.name().value())).toList());
    this.ifUnnamed = ifUnnamed(ifUnnamed.defaultClient());
  }

  private static void check(List<ClientBlock> blocks) {
    var faults = blocks.stream().flatMap(ClientReader::faults).toList();
    if (faults.size() == 1) {
      throw new InvalidClientException(faults.getFirst());
    }
    if (!faults.isEmpty()) {
      throw new InvalidSettingsException(faults);
    }
  }

  /// The framework makes one of each kind for each name.
  private static <T> Map<String, T> byName(Collection<T> settings, Function<T, String> name) {
    return settings.stream().collect(Collectors.toMap(name, Function.identity()));
  }

  private static void checkKeys(List<ClientInstance> clients) {
    for (int later = 1; later < clients.size(); later++) {
      var client = clients.get(later).keys();
      for (var earlier : clients.subList(0, later)) {
        checkKeys(client, earlier.keys());
      }
    }
  }

  private static void checkKeys(ClientKeys client, ClientKeys earlier) {
    for (var key : client.keys()) {
      for (var other : earlier.keys()) {
        var quarrel =
            new OwnedKey(client.walletAddress(), key.signer())
                .quarrel(new OwnedKey(earlier.walletAddress(), other.signer()));
        if (quarrel.isPresent()) {
          throw new InvalidClientException(
              client.client(),
              key.file().property(),
              "beside that of client %s this %s".formatted(earlier.client(), quarrel.get()));
        }
      }
    }
  }

  /// Those of every client instance.
  Stream<ClientKeys> keys() {
    return all().map(ClientInstance::keys);
  }

  /// In no order.
  public Stream<ClientInstance> all() {
    return byName.values().stream();
  }

  /// @param name null means whoever acts when a command names nobody
  public Optional<ClientInstance> find(@Nullable ClientName name) {
    var wanted = name == null ? ifUnnamed : name;
    return wanted == null ? Optional.empty() : Optional.ofNullable(byName.get(wanted));
  }

  private @Nullable ClientName ifUnnamed(@Nullable String configured) {
    if (configured == null) {
      return byName.size() == 1 ? byName.keySet().iterator().next() : null;
    }
    return byName.keySet().stream()
        .filter(name -> name.value().equals(configured))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidClientException(
                    "grantflow.default-client is %s, and there is no such name under grantflow.clients: use one of %s"
                        .formatted(
                            configured,
                            byName.keySet().stream().map(ClientName::value).sorted().toList())));
  }
}
