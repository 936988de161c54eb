package dev.grantflow.web;

import dev.grantflow.engine.InteractionStarts.Outcome.Forward;
import dev.grantflow.grant.Secret;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// What a browser keeps of the interactions that began in it: one cookie for each, with the start
/// id as its value. `__Host-` means that browsers take it from this host over TLS only, and that no
/// neighbour under the same domain can set it (RFC 6265bis §4.1.3).
@Singleton
final class StartCookies {

  static final String PREFIX = "__Host-grantflow-";

  /// More than anybody has open at once; the oldest goes first.
  static final int KEPT_MAX = 10;

  /// Some more than are kept, as several tabs may begin at the same time.
  private static final int READ_MAX = 2 * KEPT_MAX;

  private static final int VALUE_MAX = 64;
  private static final int DIGITS = 16;

  private final InstantSource clock;

  StartCookies(InstantSource clock) {
    this.clock = clock;
  }

  /// The start ids that a browser shows, whatever they are worth.
  static List<Secret> shown(HttpRequest<?> request) {
    return ours(request)
        .map(io.netty.handler.codec.http.cookie.Cookie::value)
        .filter(value -> value.length() <= VALUE_MAX)
        .limit(READ_MAX)
        .map(Secret::of)
        .toList();
  }

  /// Sends the browser on with one cookie more, which it forgets when the grant must be decided.
  HttpResponse<String> forward(HttpRequest<?> request, String startId, Forward forward) {
    MutableHttpResponse<String> response = HttpResponse.seeOther(forward.to());
    var name = PREFIX + forward.key().sha256().substring(0, DIGITS);
    var others =
        ours(request)
            .map(io.netty.handler.codec.http.cookie.Cookie::name)
            .filter(it -> !it.equals(name))
            .toList();
    // Browsers send what they have longest first (RFC 6265 §5.4).
    others.stream()
        .limit(Math.max(0, others.size() - (KEPT_MAX - 1)))
        .forEach(old -> response.cookie(cookie(old, "", Duration.ZERO)));
    var life = Duration.between(clock.instant(), forward.until()).toSeconds();
    return response.cookie(cookie(name, startId, Duration.ofSeconds(Math.max(1, life))));
  }

  /// In the order in which the browser sent them, which the framework does not keep.
  private static Stream<io.netty.handler.codec.http.cookie.Cookie> ours(HttpRequest<?> request) {
    return request.getHeaders().getAll(HttpHeaders.COOKIE).stream()
        .flatMap(line -> ServerCookieDecoder.STRICT.decodeAll(line).stream())
        .filter(cookie -> cookie.name().startsWith(PREFIX));
  }

  private static Cookie cookie(String name, String value, Duration life) {
    return Cookie.of(name, value)
        .path("/")
        .secure(true)
        .httpOnly(true)
        .sameSite(SameSite.Lax)
        .maxAge(life);
  }
}
