package dev.grantflow.egress;

import dev.grantflow.settings.Faults;
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
/// @param ports ports that may be called, such as `443,8443`; `any`, alone, only with
///   `grantflow.sandbox`
/// @param hostsAllowed hosts that may be called, such as `auth.wallet.example,*.bank.example`; `*.`
///   stands for all hosts below and not for the name itself. Not set means all
/// @param hostsDenied hosts that may not be called, written alike; goes before `hosts-allowed`
/// @param trustFile PEM file of further certificate authorities, beside those that the JDK trusts,
///   such as an enterprise's own; read at start
@Context
@ConfigurationProperties("grantflow.egress")
public record DestinationSettings(
    @Bindable(defaultValue = "443") List<String> ports,
    @Nullable List<String> hostsAllowed,
    @Nullable List<String> hostsDenied,
    @Nullable Path trustFile) {

  private static final String HOSTS = "give hosts such as wallet.example or *.wallet.example";

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  public DestinationSettings {
    ports = List.copyOf(ports);
    hostsAllowed = hostsAllowed == null ? null : List.copyOf(hostsAllowed);
    hostsDenied = hostsDenied == null ? null : List.copyOf(hostsDenied);
    var faults = new Faults("grantflow.egress");
    parsed(
        faults, "ports", ports, AllowedPorts::parse, "give port numbers such as 443,8443, or any");
    if (hostsAllowed != null) {
      parsed(faults, "hosts-allowed", hostsAllowed, DestinationSettings::hosts, HOSTS);
    }
    if (hostsDenied != null) {
      parsed(faults, "hosts-denied", hostsDenied, DestinationSettings::hosts, HOSTS);
    }
    faults.end();
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
      Faults faults,
      String property,
      List<String> value,
      Function<List<String>, ?> parser,
      String remedy) {
    try {
      var _ = parser.apply(value);
    } catch (IllegalArgumentException _) {
      faults.add(property, "is %s: %s".formatted(String.join(",", value), remedy));
    }
  }
}
