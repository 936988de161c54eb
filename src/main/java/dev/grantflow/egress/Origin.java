package dev.grantflow.egress;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// A server as calls can tell it apart (RFC 6454 §4).
///
/// @param host in lower case and without a dot at its end
/// @param port the scheme's own where the URI names none
public record Origin(String scheme, String host, int port) {

  /// Empty where the URI names no host in a usual form, which the policy refuses.
  public static Optional<Origin> of(URI uri) {
    if (uri.getScheme() == null || uri.getHost() == null) {
      return Optional.empty();
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort() < 0 ? usualPort(scheme) : uri.getPort();
    return Optional.of(
        new Origin(scheme, withoutDot(uri.getHost().toLowerCase(Locale.ROOT)), port));
  }

  private static String withoutDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
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
