package dev.grantflow.egress;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/// Hosts of URIs in one spelling.
final class HostName {

  private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");
  private static final String OCTET = "(0|[1-9][0-9]{0,2})";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

  private HostName() {}

  /// In lower case, without the dot at its end, IPv6 addresses in the JDK's spelling.
  ///
  /// @param host as [java.net.URI#getHost()] has it, and without an objection
  static String of(String host) {
    return host.startsWith("[")
        ? "[" + InetAddress.ofLiteral(withoutBrackets(host)).getHostAddress() + "]"
        : plain(host);
  }

  /// The same for what people write: names may be of any script.
  ///
  /// @throws IllegalArgumentException where it is no host
  static String ofSetting(String host) {
    return host.startsWith("[") && host.endsWith("]")
        ? of(host)
        : plain(IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES));
  }

  /// Whether it is an address itself, and needs no lookup.
  static boolean isAddress(String host) {
    return host.startsWith("[") || IPV4.matcher(host).matches();
  }

  /// What somebody registers, and has a name server of one's own for: a public suffix such as `com`
  /// or `co.uk` and one label more. Of a suffix that is on no list, the last two labels.
  ///
  /// @param host a name in lower case
  static String domainOf(String host) {
    var name = plain(host);
    @Nullable String root = SUFFIXES.getDomainRoot(name);
    if (root != null && root.contains(".")) {
      return root;
    }
    var labels = name.split("\\.", -1);
    return labels.length < 2 ? name : labels[labels.length - 2] + "." + labels[labels.length - 1];
  }

  private static String plain(String host) {
    var lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /// Spellings that one reader takes for one address and the next for another.
  static Optional<String> objectionTo(String host) {
    if (!host.startsWith("[")) {
      var plain = plain(host);
      return ENDS_IN_A_NUMBER.matcher(plain).matches() && !IPV4.matcher(plain).matches()
          ? Optional.of("the URI names no host in a usual form")
          : Optional.empty();
    }
    if (host.contains("%")) {
      return Optional.of("the URI names a network interface");
    }
    return InetAddress.ofLiteral(withoutBrackets(host)) instanceof Inet4Address
        ? Optional.of("an IPv6 address that stands for an IPv4 address")
        : Optional.empty();
  }

  private static String withoutBrackets(String host) {
    return host.substring(1, host.length() - 1);
  }
}
