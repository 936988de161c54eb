package dev.grantflow.web;

import dev.grantflow.network.Network;
import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The port for browsers. A wrong value stops the start.
///
/// @param hsts whether browsers are told to come over TLS only (`Strict-Transport-Security`, one
///   year), where `grantflow.public-uri` is `https`
/// @param callsPerSource calls to start and finish interactions in vain, per minute and source
///   address, per replica; a network of IPv6 (/64) counts as one source, and a whole office may be
///   behind one
/// @param callsPerId calls per minute for one callback that bring what it waits for, and as many in
///   vain for one callback or start, per replica
/// @param trustedProxies addresses and networks of the reverse proxies in front, such as
///   `10.0.0.0/8,2001:db8::/32`: only from them `X-Forwarded-For` is believed
@Context
@ConfigurationProperties("grantflow.http")
record HttpSettings(
    @Bindable(defaultValue = "true") boolean hsts,
    @Bindable(defaultValue = "300") int callsPerSource,
    @Bindable(defaultValue = "30") int callsPerId,
    @Nullable List<String> trustedProxies) {

  private static final int MANY = 1_000_000;

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  HttpSettings {
    var faults = new Faults("grantflow.http");
    check(faults, callsPerSource, "calls-per-source");
    check(faults, callsPerId, "calls-per-id");
    trustedProxies = trustedProxies == null ? null : List.copyOf(trustedProxies);
    for (var network : Objects.requireNonNullElse(trustedProxies, List.<String>of())) {
      if (Network.parse(network).isEmpty()) {
        faults.add(
            "trusted-proxies",
            "has %s and must have addresses or networks only, such as".formatted(network)
                + " 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32");
      }
    }
    faults.end();
  }

  List<Network> proxies() {
    return Objects.requireNonNullElse(trustedProxies, List.<String>of()).stream()
        .flatMap(network -> Network.parse(network).stream())
        .toList();
  }

  private static void check(Faults faults, int calls, String property) {
    faults.check(calls >= 1 && calls <= MANY, property, calls, "from 1 to 1000000");
  }
}
