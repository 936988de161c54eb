package dev.grantflow.engine;

import dev.grantflow.network.ThisMachine;
import java.util.regex.Pattern;

/// This machine, as settings name it that take several hosts.
final class Loopback {

  private static final Pattern PORT = Pattern.compile(":[0-9]*$");

  private Loopback() {}

  /// Whether each of them is on this machine: `host` or `host:port`, IPv6 in brackets, with commas
  /// between them.
  static boolean areHosts(String hosts) {
    for (var host : hosts.split(",", -1)) {
      if (!ThisMachine.isHost(PORT.matcher(host.strip()).replaceFirst(""))) {
        return false;
      }
    }
    return true;
  }
}
