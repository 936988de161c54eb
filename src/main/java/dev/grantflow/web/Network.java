package dev.grantflow.web;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses that begin alike (CIDR). Names are never looked up.
final class Network {

  private static final Pattern FORM =
      Pattern.compile("(?<address>[0-9A-Fa-f.:]{2,45})(?:/(?<length>\\d{1,3}))?");

  private final IpSubnetFilterRule rule;

  private Network(IpSubnetFilterRule rule) {
    this.rule = rule;
  }

  /// @param text an address with or without the length of its network's prefix
  static Optional<Network> parse(String text) {
    var form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      var address = InetAddress.ofLiteral(form.group("address"));
      var bits = address.getAddress().length * Byte.SIZE;
      var length = form.group("length");
      var prefix = length == null ? bits : Integer.parseInt(length);
      return prefix > bits
          ? Optional.empty()
          : Optional.of(
              new Network(new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  boolean has(InetAddress address) {
    return rule.matches(new InetSocketAddress(address, 0));
  }
}
