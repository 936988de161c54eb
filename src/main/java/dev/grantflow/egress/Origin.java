package dev.grantflow.egress;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// A server as calls can tell it apart (RFC 6454 §4).
///
/// @param port the scheme's own where the URI names none
record Origin(String scheme, String host, int port) {

  /// Empty where the URI names no host in a usual form, which the policy refuses.
  static Optional<Origin> of(URI uri) {
    if (uri.getScheme() == null || uri.getHost() == null) {
      return Optional.empty();
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort() < 0 ? usualPort(scheme) : uri.getPort();
    return Optional.of(new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port));
  }

  private static int usualPort(String scheme) {
    return scheme.equals("http") ? 80 : 443;
  }

  /// For people: `host`, or `host:port` where the port is not the scheme's own.
  @Override
  public String toString() {
    return port == usualPort(scheme) ? host : host + ":" + port;
  }
}
