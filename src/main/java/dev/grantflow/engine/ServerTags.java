package dev.grantflow.engine;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// By which names metrics tell authorization servers apart. Anyone may name servers, by wallet
/// addresses, so only the first [#SERVERS_MAX] hosts are told apart, the same in every metric.
/// Thread-safe.
@Singleton
final class ServerTags {

  static final String OTHER = "other";

  /// Where it was not found out which server is meant.
  static final String UNKNOWN = "unknown";

  static final int SERVERS_MAX = 100;

  private final Set<String> hosts = ConcurrentHashMap.newKeySet();

  /// The host with its port if it has one.
  static String host(URI server) {
    var authority = String.valueOf(server.getRawAuthority()).toLowerCase(Locale.ROOT);
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  String of(@Nullable URI server) {
    return server == null ? UNKNOWN : of(host(server));
  }

  String of(String host) {
    return hosts.contains(host) || (hosts.size() < SERVERS_MAX && hosts.add(host)) ? host : OTHER;
  }
}
