package dev.grantflow.egress;

import dev.grantflow.network.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A range of addresses behind which no public server is, after the special-purpose registries (RFC
/// 6890, RFC 8190). Of two that hold an address the first in the list counts.
///
/// @param name for people
record AddressBlock(Network network, Kind kind, String name) {

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
              // Compatible, translated (RFC 2765, RFC 8215), Teredo, 6to4: a server that is to be
              // found has other addresses, whatever IPv4 address these carry.
              of(
                  Kind.NEVER,
                  CARRIES_IPV4,
                  "::/96",
                  "::ffff:0:0:0/96",
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

  /// IPv4 servers, as networks show them that have IPv6 alone (DNS64, RFC 6147): the last 32 bits
  /// are the server's address (RFC 6052 §2.2).
  private static final Network NAT64 = network("64:ff9b::/96");

  private static final int NAT64_PREFIX_BYTES = 12;

  /// What is left of IPv6 beside the one range that servers have (RFC 4291 §2.4), the mapped
  /// addresses (`::ffff:0:0/96`) among it.
  private static final AddressBlock OTHER_IPV6 =
      new AddressBlock(network("::/0"), Kind.NEVER, "no global unicast address");

  private static final Network GLOBAL_IPV6 = network("2000::/3");

  private static List<AddressBlock> of(Kind kind, String name, String... ranges) {
    return Arrays.stream(ranges).map(it -> new AddressBlock(network(it), kind, name)).toList();
  }

  private static Network network(String range) {
    return Network.parse(range).orElseThrow();
  }

  /// Empty where the address may be a public server's.
  static Optional<AddressBlock> of(InetAddress address) {
    if (NAT64.has(address)) {
      return of(embedded(address)).map(AddressBlock::behindNat64);
    }
    return ALL.stream()
        .filter(block -> block.network.has(address))
        .findFirst()
        .or(
            () ->
                OTHER_IPV6.network.has(address) && !GLOBAL_IPV6.has(address)
                    ? Optional.of(OTHER_IPV6)
                    : Optional.empty());
  }

  /// Nobody may write a network's own addresses so (RFC 6052 §3.1): whoever does wants them to be
  /// overlooked, and no setting opens them.
  private AddressBlock behindNat64() {
    return new AddressBlock(NAT64, Kind.NEVER, CARRIES_IPV4 + ": " + name);
  }

  private static InetAddress embedded(InetAddress address) {
    var bytes = address.getAddress();
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, NAT64_PREFIX_BYTES, bytes.length));
    } catch (UnknownHostException bug) {
      throw new IllegalStateException("four bytes are an address", bug);
    }
  }
}
