package dev.grantflow.client;

import dev.grantflow.grant.ClientName;
import io.micronaut.context.annotation.Context;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The configured client instances. Made at start, so that a mistake in one stops it.
@Context
public final class ClientInstances {

  private final Map<ClientName, ClientInstance> byName;
  private final @Nullable ClientName ifUnnamed;

  ClientInstances(
      Collection<ClientSettings> settings, DefaultClient ifUnnamed, ClientReader reader) {
    byName =
        settings.stream()
            .map(reader::read)
            .collect(Collectors.toUnmodifiableMap(ClientInstance::name, Function.identity()));
    if (byName.isEmpty()) {
      throw new InvalidClientException(
          "No client instance is configured. Configure one under grantflow.clients.{name} with"
              + " wallet-address, key-id, key-file and return-uris.");
    }
    this.ifUnnamed = ifUnnamed(ifUnnamed.defaultClient());
  }

  /// @param name null means whoever acts when a command names nobody
  public Optional<ClientInstance> find(@Nullable ClientName name) {
    var wanted = name == null ? ifUnnamed : name;
    return wanted == null ? Optional.empty() : Optional.ofNullable(byName.get(wanted));
  }

  private @Nullable ClientName ifUnnamed(@Nullable String configured) {
    if (configured != null && !byName.containsKey(new ClientName(configured))) {
      throw new InvalidClientException(
          "grantflow.default-client is %s, and there is no such name under grantflow.clients"
              .formatted(configured));
    }
    if (configured != null) {
      return new ClientName(configured);
    }
    return byName.size() == 1 ? byName.keySet().iterator().next() : null;
  }
}
