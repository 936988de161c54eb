package dev.grantflow.egress;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the service may go. URIs come from wallet addresses and authorization servers, so anyone
/// may choose them (RFC 9635 §11.34): the name says nothing, hence the decision falls on the very
/// addresses that are about to be connected to.
final class EgressPolicy {

  private final EgressSettings settings;
  private final AllowedPorts ports;
  private final @Nullable List<HostPattern> allowed;
  private final List<HostPattern> denied;

  EgressPolicy(EgressSettings settings, DestinationSettings destinations) {
    this.settings = settings;
    this.ports = destinations.allowedPorts();
    this.allowed = destinations.allowedHosts().orElse(null);
    this.denied = destinations.deniedHosts();
  }

  /// What speaks against the URI itself, if anything does.
  Optional<String> objectionTo(URI uri) {
    if (uri.getRawUserInfo() != null) {
      return Optional.of("the URI carries credentials");
    }
    if (uri.getHost() == null) {
      return Optional.of("the URI names no host in a usual form");
    }
    return objectionToScheme(uri)
        .or(() -> HostName.objectionTo(uri.getHost()))
        .or(() -> objectionToPort(uri))
        .or(() -> objectionToName(HostName.of(uri.getHost())));
  }

  private Optional<String> objectionToScheme(URI uri) {
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

  private Optional<String> objectionToPort(URI uri) {
    return Origin.of(uri)
        .filter(origin -> !ports.admit(origin.port()))
        .map(origin -> "port %d is not allowed (grantflow.egress.ports)".formatted(origin.port()));
  }

  private Optional<String> objectionToName(String host) {
    if (denied.stream().anyMatch(pattern -> pattern.matches(host))) {
      return Optional.of("the host is denied (grantflow.egress.hosts-denied)");
    }
    return allowed == null || allowed.stream().anyMatch(pattern -> pattern.matches(host))
        ? Optional.empty()
        : Optional.of("the host is not among those allowed (grantflow.egress.hosts-allowed)");
  }

  /// What speaks against connecting to this address, if anything does.
  Optional<String> objectionTo(InetAddress address) {
    return AddressBlock.of(address)
        .flatMap(
            block ->
                switch (block.kind()) {
                  case LOOPBACK ->
                      unless(settings.allowLoopback(), block, "grantflow.egress.allow-loopback");
                  case PRIVATE ->
                      unless(settings.allowPrivate(), block, "grantflow.egress.allow-private");
                  case NEVER -> Optional.of(block.name());
                });
  }

  private static Optional<String> unless(boolean allowed, AddressBlock block, String setting) {
    return allowed ? Optional.empty() : Optional.of("%s (%s)".formatted(block.name(), setting));
  }
}
