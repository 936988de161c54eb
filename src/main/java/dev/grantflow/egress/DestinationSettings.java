package dev.grantflow.egress;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which servers may be called, beside what [EgressSettings] says of their addresses. A wrong value
/// stops the start.
///
/// @param ports those that may be called, or `any` alone, for the sandbox
/// @param hostsAllowed `wallet.example` for one host, `*.wallet.example` for all below it; not set
///   means all
/// @param hostsDenied written alike; goes before what is allowed
/// @param trustFile PEM file of certificates whose servers are trusted beside those that the JDK
///   trusts
@Context
@ConfigurationProperties("grantflow.egress")
public record DestinationSettings(
    @Bindable(defaultValue = "443") List<String> ports,
    @Nullable List<String> hostsAllowed,
    @Nullable List<String> hostsDenied,
    @Nullable Path trustFile) {

  private static final String HOSTS = "give hosts such as wallet.example or *.wallet.example";

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  public DestinationSettings {
    ports = List.copyOf(ports);
    hostsAllowed = hostsAllowed == null ? null : List.copyOf(hostsAllowed);
    hostsDenied = hostsDenied == null ? null : List.copyOf(hostsDenied);
    parsed("ports", ports, AllowedPorts::parse, "give port numbers such as 443,8443, or any");
    if (hostsAllowed != null) {
      parsed("hosts-allowed", hostsAllowed, DestinationSettings::hosts, HOSTS);
    }
    if (hostsDenied != null) {
      parsed("hosts-denied", hostsDenied, DestinationSettings::hosts, HOSTS);
    }
  }

  /// Whether every port may be called.
  public boolean isAnyPort() {
    return allowedPorts().isAny();
  }

  AllowedPorts allowedPorts() {
    return AllowedPorts.parse(ports);
  }

  /// Empty where all are.
  Optional<List<HostPattern>> allowedHosts() {
    return Optional.ofNullable(hostsAllowed).map(DestinationSettings::hosts);
  }

  List<HostPattern> deniedHosts() {
    return hostsDenied == null ? List.of() : hosts(hostsDenied);
  }

  private static List<HostPattern> hosts(List<String> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("no host");
    }
    return entries.stream().map(String::strip).map(HostPattern::parse).toList();
  }

  private static void parsed(
      String property, List<String> value, Function<List<String>, ?> parser, String remedy) {
    try {
      var _ = parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "grantflow.egress.%s is %s: %s".formatted(property, String.join(",", value), remedy), e);
    }
  }
}
