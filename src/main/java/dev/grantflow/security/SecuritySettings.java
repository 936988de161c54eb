package dev.grantflow.security;

import dev.grantflow.egress.ShownUri;
import dev.grantflow.network.ThisMachine;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whose tokens are believed. A wrong value stops the start.
///
/// @param issuer of the tokens, as their `iss` says it; null where no token is believed
/// @param audience that a token must be meant for, one of those in its `aud`
/// @param jwksUri where the issuer publishes its keys (RFC 7517)
/// @param jwksFile or the file that has them
/// @param jwksMaxAge how long keys are used before they are fetched again
/// @param jwksOutageMax how long keys are used when they cannot be fetched again
/// @param jwksTimeout for fetching them, altogether
/// @param jwksPause between two fetches at least, whoever names a key that is not among them
/// @param clockSkew by which the clocks of issuer and service may differ
/// @param clientsClaim that lists the client instances the bearer may act for; null means all
/// @param metricsOpen whether metrics need no token
@Context
@ConfigurationProperties("grantflow.security")
public record SecuritySettings(
    @Nullable String issuer,
    @Nullable String audience,
    @Nullable URI jwksUri,
    @Nullable Path jwksFile,
    @Bindable(defaultValue = "5m") Duration jwksMaxAge,
    @Bindable(defaultValue = "24h") Duration jwksOutageMax,
    @Bindable(defaultValue = "3s") Duration jwksTimeout,
    @Bindable(defaultValue = "10s") Duration jwksPause,
    @Bindable(defaultValue = "30s") Duration clockSkew,
    @Nullable String clientsClaim,
    @Bindable(defaultValue = "false") boolean metricsOpen) {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  public SecuritySettings {
    if (issuer == null && audience == null && jwksUri == null && jwksFile == null) {
      check(
          clientsClaim == null, "clients-claim", clientsClaim, "left out where there is no issuer");
    } else {
      check(
          isGiven(issuer),
          "issuer",
          issuer,
          "what the tokens' iss says, once anything of it is set");
      check(
          isGiven(audience), "audience", audience, "what the tokens' aud says, once issuer is set");
      check((jwksUri == null) != (jwksFile == null), "jwks-uri", jwksUri, KEYS);
    }
    check(jwksUri == null || isFetchable(jwksUri), "jwks-uri", jwksUri, FETCHABLE);
    check(jwksFile == null || Files.isReadable(jwksFile), "jwks-file", jwksFile, "a readable file");
    check(clientsClaim == null || !clientsClaim.isBlank(), "clients-claim", clientsClaim, "a name");
    check(isFrom(SECOND, jwksMaxAge, HOUR), "jwks-max-age", jwksMaxAge, "from 1s to 1h");
    check(
        isFrom(jwksMaxAge, jwksOutageMax, Duration.ofDays(7)),
        "jwks-outage-max",
        jwksOutageMax,
        "from jwks-max-age to 7d");
    check(
        isFrom(Duration.ofMillis(100), jwksTimeout, Duration.ofSeconds(30)),
        "jwks-timeout",
        jwksTimeout,
        "from 100ms to 30s");
    check(
        isFrom(Duration.ofMillis(1), jwksPause, jwksMaxAge),
        "jwks-pause",
        jwksPause,
        "from 1ms to jwks-max-age, which is " + jwksMaxAge);
    check(
        isFrom(Duration.ZERO, clockSkew, Duration.ofMinutes(2)),
        "clock-skew",
        clockSkew,
        "from 0s to 2m");
  }

  private static final String KEYS =
      "set once issuer is set, or grantflow.security.jwks-file in its stead, and not both";
  private static final String FETCHABLE =
      "an absolute https URI, such as https://id.example.com/jwks.json; http is for this machine"
          + " only";

  /// Whether any token is believed. Where none is, what needs one is refused.
  public boolean isOn() {
    return issuer != null;
  }

  private static boolean isGiven(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  private static boolean isFetchable(URI uri) {
    return uri.getHost() != null
        && uri.getRawUserInfo() == null
        && ("https".equals(uri.getScheme())
            || ("http".equals(uri.getScheme()) && ThisMachine.isHostOf(uri)));
  }

  private static boolean isFrom(Duration least, Duration duration, Duration most) {
    return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
  }

  private static void check(boolean holds, String property, @Nullable Object value, String demand) {
    if (!holds) {
      throw new IllegalArgumentException(
          "grantflow.security.%s is %s and must be %s".formatted(property, shown(value), demand));
    }
  }

  private static Object shown(@Nullable Object value) {
    return switch (value) {
      case null -> "not set";
      case URI uri -> ShownUri.of(uri);
      case Object other -> other;
    };
  }
}
