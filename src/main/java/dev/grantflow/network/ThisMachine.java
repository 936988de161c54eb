package dev.grantflow.network;

import java.net.InetAddress;
import java.net.URI;
import java.util.regex.Pattern;

/// The machine that the reader of a URI or a setting is on, be that this service or a browser.
///
/// Names below `localhost` are not it: browsers take them for it (RFC 6761 §6.3), while a resolver
/// may ask the network for them.
public final class ThisMachine {

  private static final Pattern NAME = Pattern.compile("localhost\\.?", Pattern.CASE_INSENSITIVE);

  private ThisMachine() {}

  /// Whether whoever goes there stays on the machine: the host is `localhost` or a loopback address
  /// in any spelling. No name is looked up.
  public static boolean isHostOf(URI uri) {
    var host = uri.getHost();
    return host != null && isHost(host);
  }

  /// The same for a host by itself.
  ///
  /// @param host IPv6 in brackets
  public static boolean isHost(String host) {
    return NAME.matcher(host).matches() || isLoopback(host);
  }

  private static boolean isLoopback(String host) {
    boolean isBracketed = host.startsWith("[") && host.endsWith("]");
    if (host.isEmpty() || host.contains(":") && !isBracketed) {
      return false;
    }
    var literal = isBracketed ? host.substring(1, host.length() - 1) : host;
    try {
      return InetAddress.ofLiteral(literal).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
