package dev.grantflow.client;

import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.Problem;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a client instance may ask for. Immutable.
///
/// @param accessTypes none means any
/// @param servers none means any
/// @param amountsMax in whole units of the asset whose code is the key; none means any amount of
///   any asset
/// @param expiresIn the default of its requests, if it has one of its own
record ClientLimits(
    ClientName client,
    Set<String> accessTypes,
    List<ReturnUri> servers,
    Map<String, BigDecimal> amountsMax,
    @Nullable Duration expiresIn) {

  ClientLimits {
    accessTypes = Set.copyOf(accessTypes);
    servers = List.copyOf(servers);
    // In the order in which they were written, for messages.
    amountsMax = Collections.unmodifiableMap(new LinkedHashMap<>(amountsMax));
  }

  /// @param grantEndpoint of an authorization server
  boolean allowsServer(URI grantEndpoint) {
    return servers.isEmpty() || servers.stream().anyMatch(it -> it.admits(grantEndpoint));
  }

  /// Completes a sentence about a server that is not allowed.
  String serverRemedy() {
    return "not among those that client %s may ask. Use one of them, or add it to %s."
        .formatted(client, property("servers"));
  }

  /// Every right that is asked for outside the limits, the field named.
  List<Problem> problems(Wanted wanted) {
    var token = wanted.accessToken();
    return token == null || (accessTypes.isEmpty() && amountsMax.isEmpty())
        ? List.of()
        : WantedRights.of(token).flatMap(right -> right.problems(this).stream()).toList();
  }

  boolean allowsType(String type) {
    return accessTypes.isEmpty() || accessTypes.contains(type);
  }

  /// `250.00 USD, 300 EUR`.
  String amounts() {
    return amountsMax.entrySet().stream()
        .map(it -> it.getValue().toPlainString() + " " + it.getKey())
        .collect(Collectors.joining(", "));
  }

  String property(String name) {
    return "grantflow.clients.%s.%s".formatted(client, name);
  }
}
