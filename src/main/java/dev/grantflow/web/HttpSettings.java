package dev.grantflow.web;

import dev.grantflow.network.Network;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The port for browsers. A wrong value stops the start.
///
/// @param hsts whether browsers are told to come over TLS only, where the public URI is https
/// @param callsPerSource to start and finish interactions in vain, per minute and source address,
///   per replica; whole networks of IPv6 (/64) count as one source
/// @param callsPerId to start and finish interactions, per minute and start or callback, per
///   replica
/// @param trustedProxies networks, such as `10.0.0.0/8`, whose `X-Forwarded-For` is believed
@Context
@ConfigurationProperties("grantflow.http")
record HttpSettings(
    @Bindable(defaultValue = "true") boolean hsts,
    @Bindable(defaultValue = "300") int callsPerSource,
    @Bindable(defaultValue = "30") int callsPerId,
    @Nullable List<String> trustedProxies) {

  private static final int MANY = 1_000_000;

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  HttpSettings {
    check(callsPerSource, "calls-per-source");
    check(callsPerId, "calls-per-id");
    trustedProxies = trustedProxies == null ? null : List.copyOf(trustedProxies);
    for (var network : Objects.requireNonNullElse(trustedProxies, List.<String>of())) {
      if (Network.parse(network).isEmpty()) {
        throw new IllegalArgumentException(
            "grantflow.http.trusted-proxies has %s and must have addresses or networks only, such as"
                    .formatted(network)
                + " 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32");
      }
    }
  }

  List<Network> proxies() {
    return Objects.requireNonNullElse(trustedProxies, List.<String>of()).stream()
        .flatMap(network -> Network.parse(network).stream())
        .toList();
  }

  private static void check(int calls, String property) {
    if (calls < 1 || calls > MANY) {
      throw new IllegalArgumentException(
          "grantflow.http.%s is %s and must be from 1 to 1000000".formatted(property, calls));
    }
  }
}
