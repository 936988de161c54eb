package dev.grantflow.gnap;

import dev.grantflow.egress.Origin;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where authorization servers may point to beside themselves. A wrong value stops the start.
///
/// @param furtherOrigins servers (scheme, host and port) that may stand in `continue.uri` and
///   `manage` of any other's answers, such as
///   `https://auth.wallet.example,https://api.wallet.example`
@Context
@ConfigurationProperties("grantflow.gnap")
record ReferralSettings(@Nullable List<String> furtherOrigins) {

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  ReferralSettings {
    furtherOrigins = furtherOrigins == null ? null : List.copyOf(furtherOrigins);
    origins(furtherOrigins);
  }

  Set<Origin> origins() {
    return origins(furtherOrigins);
  }

  private static Set<Origin> origins(@Nullable List<String> entries) {
    return entries == null
        ? Set.of()
        : entries.stream()
            .map(String::strip)
            .map(ReferralSettings::origin)
            .collect(Collectors.toUnmodifiableSet());
  }

  private static Origin origin(String entry) {
    try {
      var uri = new URI(entry);
      var path = uri.getRawPath();
      var more = uri.getRawQuery() != null || uri.getRawFragment() != null;
      if (WireUri.parse(entry) != null && !more && (path.isEmpty() || path.equals("/"))) {
        return Origin.of(uri).orElseThrow();
      }
    } catch (URISyntaxException e) {
      throw wrong(entry, e);
    }
    throw wrong(entry, null);
  }

  private static IllegalArgumentException wrong(String entry, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "grantflow.gnap.further-origins has %s: give scheme, host and port alone, such as https://api.wallet.example"
            .formatted(entry),
        cause);
  }
}
