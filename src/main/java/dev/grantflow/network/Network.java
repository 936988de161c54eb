package dev.grantflow.network;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses that begin alike (CIDR, RFC 4632, RFC 4291 §2.3). Names are never looked up.
/// Immutable, thread-safe.
public final class Network {

  private static final Pattern FORM =
      Pattern.compile("(?<address>[0-9A-Fa-f.:]{2,45})(?:/(?<length>\\d{1,3}))?");

  private final InetAddress any;
  private final int bits;

  /// @param any address of the network
  /// @param bits how many of its bits all others have too
  private Network(InetAddress any, int bits) {
    this.any = any;
    this.bits = bits;
  }

  /// @param text an address with or without the length of its network's prefix
  public static Optional<Network> parse(String text) {
    var form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      var address = InetAddress.ofLiteral(form.group("address"));
      var bits = address.getAddress().length * Byte.SIZE;
      var length = form.group("length");
      var prefix = length == null ? bits : Integer.parseInt(length);
      return prefix > bits ? Optional.empty() : Optional.of(new Network(address, prefix));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Never an address of the other version of IP.
  public boolean has(InetAddress address) {
    var own = any.getAddress();
    var other = address.getAddress();
    var whole = bits / Byte.SIZE;
    var rest = Byte.SIZE - bits % Byte.SIZE;
    return own.length == other.length
        && Arrays.equals(own, 0, whole, other, 0, whole)
        && (rest == Byte.SIZE || (own[whole] & 0xff) >> rest == (other[whole] & 0xff) >> rest);
  }
}
