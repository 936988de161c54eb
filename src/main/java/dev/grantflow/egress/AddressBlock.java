package dev.grantflow.egress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A range of addresses behind which no public server is, after the special-purpose registries (RFC
/// 6890, RFC 8190). Of two that hold an address the first in the list counts.
///
/// @param prefix of 4 or 16 bytes
/// @param bits how many of them count
/// @param name for people
record AddressBlock(List<Byte> prefix, int bits, Kind kind, String name) {

  /// Who may call such an address.
  enum Kind {
    /// Whoever is allowed to call this machine.
    LOOPBACK,
    /// Whoever is allowed to call networks of their own.
    PRIVATE,
    /// Nobody, whatever is configured.
    NEVER
  }

  private static final String NO_MACHINE = "not the address of one machine";
  private static final String METADATA = "the address of a cloud's metadata service";
  private static final String LINK_LOCAL = "a link-local address";
  private static final String CARRIES_IPV4 = "an IPv6 address that stands for an IPv4 address";
  private static final String RESERVED = "a reserved address";

  private static final List<AddressBlock> ALL =
      Stream.of(
              of(Kind.LOOPBACK, "a loopback address", "127.0.0.0/8", "::1/128"),
              of(
                  Kind.NEVER,
                  METADATA,
                  "169.254.169.254/32",
                  "100.100.100.200/32",
                  "168.63.129.16/32",
                  "192.0.0.192/32",
                  "fd00:ec2::/32",
                  "fd20:ce::254/128",
                  "fd00:c1::a9fe:a9fe/128",
                  "fd00:42::42/128"),
              of(
                  Kind.PRIVATE,
                  "an address of a private network",
                  "10.0.0.0/8",
                  "172.16.0.0/12",
                  "192.168.0.0/16",
                  "100.64.0.0/10",
                  "fc00::/7"),
              of(Kind.NEVER, LINK_LOCAL, "169.254.0.0/16", "fe80::/10"),
              of(
                  Kind.NEVER,
                  NO_MACHINE,
                  "0.0.0.0/8",
                  "224.0.0.0/4",
                  "255.255.255.255/32",
                  "::/128",
                  "ff00::/8"),
              of(
                  Kind.NEVER,
                  "an address for documentation or measurement",
                  "192.0.2.0/24",
                  "198.51.100.0/24",
                  "203.0.113.0/24",
                  "198.18.0.0/15",
                  "2001:db8::/32",
                  "3fff::/20",
                  "2001:2::/48"),
              // Compatible, mapped, translated (RFC 6052, RFC 8215), Teredo, 6to4.
              of(
                  Kind.NEVER,
                  CARRIES_IPV4,
                  "::/96",
                  "::ffff:0:0:0/96",
                  "64:ff9b::/96",
                  "64:ff9b:1::/48",
                  "2001::/32",
                  "2002::/16"),
              of(
                  Kind.NEVER,
                  RESERVED,
                  "192.0.0.0/24",
                  "192.31.196.0/24",
                  "192.52.193.0/24",
                  "192.88.99.0/24",
                  "192.175.48.0/24",
                  "240.0.0.0/4",
                  "2001::/23"))
          .flatMap(List::stream)
          .toList();

  /// What is left of IPv6 beside the one range that servers have (RFC 4291 §2.4), the mapped
  /// addresses (`::ffff:0:0/96`) among it.
  private static final AddressBlock OTHER_IPV6 =
      new AddressBlock(List.of(), 0, Kind.NEVER, "no global unicast address");

  private static final AddressBlock GLOBAL_IPV6 = parse(Kind.NEVER, "global unicast", "2000::/3");

  private static List<AddressBlock> of(Kind kind, String name, String... ranges) {
    return Arrays.stream(ranges).map(range -> parse(kind, name, range)).toList();
  }

  private static AddressBlock parse(Kind kind, String name, String range) {
    var slash = range.indexOf('/');
    var prefix = InetAddress.ofLiteral(range.substring(0, slash));
    return new AddressBlock(
        bytes(prefix), Integer.parseInt(range, slash + 1, range.length(), 10), kind, name);
  }

  private static List<Byte> bytes(InetAddress address) {
    var bytes = address.getAddress();
    return Stream.iterate(0, i -> i < bytes.length, i -> i + 1).map(i -> bytes[i]).toList();
  }

  /// Empty where the address may be a public server's.
  static Optional<AddressBlock> of(InetAddress address) {
    var bytes = bytes(address);
    return ALL.stream()
        .filter(block -> block.holds(bytes))
        .findFirst()
        .or(
            () ->
                bytes.size() == 16 && !GLOBAL_IPV6.holds(bytes)
                    ? Optional.of(OTHER_IPV6)
                    : Optional.empty());
  }

  private boolean holds(List<Byte> address) {
    if (address.size() != prefix.size()) {
      return false;
    }
    var whole = bits / 8;
    var rest = 8 - bits % 8;
    return address.subList(0, whole).equals(prefix.subList(0, whole))
        && (rest == 8 || (address.get(whole) & 0xff) >> rest == (prefix.get(whole) & 0xff) >> rest);
  }
}
