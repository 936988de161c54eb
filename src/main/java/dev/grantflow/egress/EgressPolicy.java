package dev.grantflow.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/// Where the service may go. URIs come from wallet addresses and authorization servers, so anyone
/// may choose them (RFC 9635 §11.34): the name says nothing, hence the decision falls on the very
/// addresses that are about to be connected to.
final class EgressPolicy {

  private final EgressSettings settings;

  EgressPolicy(EgressSettings settings) {
    this.settings = settings;
  }

  /// What speaks against the URI itself, if anything does.
  Optional<String> objectionTo(URI uri) {
    if (uri.getRawUserInfo() != null) {
      return Optional.of("the URI carries credentials");
    }
    if (uri.getHost() == null) {
      return Optional.of("the URI names no host in a usual form");
    }
    if ("https".equalsIgnoreCase(uri.getScheme())) {
      return Optional.empty();
    }
    if (!"http".equalsIgnoreCase(uri.getScheme())) {
      return Optional.of("the scheme is not https");
    }
    return settings.allowHttp()
        ? Optional.empty()
        : Optional.of("plain http is not allowed (grantflow.egress.allow-http)");
  }

  /// What speaks against connecting to this address, if anything does.
  Optional<String> objectionTo(InetAddress address) {
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      return Optional.of("not the address of one machine");
    }
    if (address.isLoopbackAddress()) {
      return settings.allowLoopback()
          ? Optional.empty()
          : Optional.of("a loopback address (grantflow.egress.allow-loopback)");
    }
    if (address.isSiteLocalAddress() || address.isLinkLocalAddress() || isUniqueLocal(address)) {
      return settings.allowPrivate()
          ? Optional.empty()
          : Optional.of("an address of a private network (grantflow.egress.allow-private)");
    }
    return Optional.empty();
  }

  /// `fc00::/7` (RFC 4193), which the JDK does not tell apart.
  private static boolean isUniqueLocal(InetAddress address) {
    return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
  }
}
