package dev.grantflow.engine;

import java.util.Locale;
import java.util.regex.Pattern;

/// This machine, as settings name it.
final class Loopback {

  private static final Pattern HOST =
      Pattern.compile(
          "(.*\\.)?localhost\\.?|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[(0*:)+0*1]");

  private static final Pattern PORT = Pattern.compile(":[0-9]*$");

  private Loopback() {}

  /// @param host IPv6 in brackets
  static boolean isHost(String host) {
    return HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  /// Whether each of them is on this machine: `host` or `host:port`, with commas between them.
  static boolean areHosts(String hosts) {
    for (var host : hosts.split(",", -1)) {
      if (!isHost(PORT.matcher(host.strip()).replaceFirst(""))) {
        return false;
      }
    }
    return true;
  }
}
