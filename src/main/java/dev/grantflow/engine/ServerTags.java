package dev.grantflow.engine;

import dev.grantflow.egress.Origin;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// By which names metrics tell authorization servers apart. Anyone may name servers, by wallet
/// addresses, so only the first [#SERVERS_MAX] hosts are told apart, the same in every metric.
/// Thread-safe.
@Singleton
final class ServerTags {

  static final String OTHER = "other";

  /// Where it was not found out which server is meant, or none was called.
  static final String UNKNOWN = "unknown";

  static final int SERVERS_MAX = 100;

  private final Set<String> hosts = ConcurrentHashMap.newKeySet();

  /// The host, with its port where that is not the usual one.
  static String host(URI server) {
    return Origin.of(server).map(Origin::toString).orElse(UNKNOWN);
  }

  String of(@Nullable URI server) {
    return server == null ? UNKNOWN : of(host(server));
  }

  String of(String host) {
    return hosts.contains(host) || (hosts.size() < SERVERS_MAX && hosts.add(host)) ? host : OTHER;
  }
}
