package dev.grantflow.egress;

/// An entry of a list of hosts: one host, or all below one.
///
/// @param host as [HostName] spells it
/// @param isBelow whether it stands for all hosts below, and not for itself
record HostPattern(String host, boolean isBelow) {

  /// @param entry such as `wallet.example` or `*.wallet.example`
  /// @throws IllegalArgumentException where it is neither
  static HostPattern parse(String entry) {
    var below = entry.startsWith("*.");
    var host = HostName.ofSetting(below ? entry.substring(2) : entry);
    if (host.isEmpty() || (below && host.startsWith("["))) {
      throw new IllegalArgumentException("no host: " + entry);
    }
    return new HostPattern(host, below);
  }

  /// @param other as [HostName] spells it
  boolean matches(String other) {
    return isBelow ? other.endsWith("." + host) : other.equals(host);
  }
}
