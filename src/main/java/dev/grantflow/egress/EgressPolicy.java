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
    if (address.isSiteLocalAddress() || address.isLinkLocalAddress() || isInternal(address)) {
      return settings.allowPrivate()
          ? Optional.empty()
          : Optional.of("an address of a private network (grantflow.egress.allow-private)");
    }
    return Optional.empty();
  }

  /// What the JDK does not tell apart: `fc00::/7` (RFC 4193); `0.0.0.0/8`, `100.64.0.0/10`,
  /// `192.0.0.0/24`, `198.18.0.0/15` and `240.0.0.0/4` (RFC 6890), some of which clouds give to
  /// their metadata services; and the IPv6 prefixes behind which a gateway reaches any IPv4
  /// address, `64:ff9b::/96`, `64:ff9b:1::/48` (RFC 8215) and `2002::/16`.
  private static boolean isInternal(InetAddress address) {
    var bytes = address.getAddress();
    var first = bytes[0] & 0xff;
    var second = bytes[1] & 0xff;
    if (address instanceof Inet6Address) {
      var translated = first == 0x00 && second == 0x64 && (bytes[2] & 0xff) == 0xff;
      return (first & 0xfe) == 0xfc || translated || (first == 0x20 && second == 0x02);
    }
    return first == 0
        || (first == 100 && (second & 0xc0) == 64)
        || (first == 192 && second == 0 && bytes[2] == 0)
        || (first == 198 && (second & 0xfe) == 18)
        || first >= 240;
  }
}
