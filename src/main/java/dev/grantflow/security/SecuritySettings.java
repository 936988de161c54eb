package dev.grantflow.security;

import dev.grantflow.network.ThisMachine;
import dev.grantflow.settings.Faults;
import dev.grantflow.settings.ShownUri;
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
/// @param issuer whose tokens are believed: their `iss`, to the letter; not set means nobody's
/// @param audience what a token's `aud` must name; needed with `issuer`
/// @param jwksUri where the issuer publishes its keys (RFC 7517): `https`, or `http` on this
///   machine; this or `jwks-file` is needed with `issuer`
/// @param jwksFile a file that holds them instead; looked at at the start, and read again as the
///   address would be
/// @param jwksMaxAge how long keys are used before they are fetched again; a key that is withdrawn
///   counts for as long
/// @param jwksOutageMax how long keys go on counting when they cannot be fetched again
/// @param jwksTimeout for fetching keys, altogether
/// @param jwksPause between two fetches at least, however many tokens name keys that there are not
/// @param clockSkew by which the issuer's clock may differ, for `exp` and `nbf`
/// @param clientsClaim the claim that lists the client instances (names under `grantflow.clients`)
///   whose grants a token is for, such as `grantflow_clients`; not set means that every token is
///   for all of them
/// @param metricsOpen whether `/prometheus` needs no token, for scrapers that have none
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

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  public SecuritySettings {
    var faults = new Faults("grantflow.security");
    if (issuer == null && audience == null && jwksUri == null && jwksFile == null) {
      faults.check(
          clientsClaim == null, "clients-claim", clientsClaim, "left out where there is no issuer");
    } else {
      faults.check(
          isGiven(issuer),
          "issuer",
          issuer,
          "what the tokens' iss says, once anything of it is set");
      faults.check(
          isGiven(audience), "audience", audience, "what the tokens' aud says, once issuer is set");
      faults.check((jwksUri == null) != (jwksFile == null), "jwks-uri", shown(jwksUri), KEYS);
    }
    faults.checkBeside(
        "jwks-uri", jwksUri == null || isFetchable(jwksUri), "jwks-uri", shown(jwksUri), FETCHABLE);
    faults.check(
        jwksFile == null || Files.isReadable(jwksFile), "jwks-file", jwksFile, "a readable file");
    faults.check(
        clientsClaim == null || !clientsClaim.isBlank(), "clients-claim", clientsClaim, "a name");
    faults.check(isFrom(SECOND, jwksMaxAge, HOUR), "jwks-max-age", jwksMaxAge, "from 1s to 1h");
    faults.checkBeside(
        "jwks-max-age",
        isFrom(jwksMaxAge, jwksOutageMax, Duration.ofDays(7)),
        "jwks-outage-max",
        jwksOutageMax,
        "from jwks-max-age to 7d");
    faults.check(
        isFrom(Duration.ofMillis(100), jwksTimeout, Duration.ofSeconds(30)),
        "jwks-timeout",
        jwksTimeout,
        "from 100ms to 30s");
    faults.checkBeside(
        "jwks-max-age",
        isFrom(Duration.ofMillis(1), jwksPause, jwksMaxAge),
        "jwks-pause",
        jwksPause,
        "from 1ms to jwks-max-age, which is " + jwksMaxAge);
    faults.check(
        isFrom(Duration.ZERO, clockSkew, Duration.ofMinutes(2)),
        "clock-skew",
        clockSkew,
        "from 0s to 2m");
    faults.end();
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

  private static @Nullable String shown(@Nullable URI uri) {
    return uri == null ? null : ShownUri.of(uri);
  }
}
