package dev.grantflow.egress;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// @param ports none means any
record AllowedPorts(Set<Integer> ports) {

  static final String ANY = "any";

  private static final int MAX = 65_535;

  AllowedPorts {
    ports = Set.copyOf(ports);
  }

  /// @throws IllegalArgumentException where an entry is no port
  static AllowedPorts parse(List<String> entries) {
    if (entries.equals(List.of(ANY))) {
      return new AllowedPorts(Set.of());
    }
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("no port");
    }
    return new AllowedPorts(
        entries.stream().map(AllowedPorts::port).collect(Collectors.toUnmodifiableSet()));
  }

  private static int port(String entry) {
    var port = Integer.parseInt(entry.strip());
    if (!isPort(port)) {
      throw new IllegalArgumentException("no port: " + entry);
    }
    return port;
  }

  private static boolean isPort(int number) {
    return number >= 1 && number <= MAX;
  }

  boolean isAny() {
    return ports.isEmpty();
  }

  boolean admit(int port) {
    return isPort(port) && (isAny() || ports.contains(port));
  }
}
