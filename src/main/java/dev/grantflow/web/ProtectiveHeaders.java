package dev.grantflow.web;

import dev.grantflow.engine.PublicAddress;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/// Keeps every reply, errors too, out of frames and referrers, and out of caches unless it says
/// that it may be kept: the address of a finish callback is a secret, and its query even more so.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class ProtectiveHeaders {

  private static final int REDIRECTIONS = 3;

  private final boolean isOverTlsOnly;

  ProtectiveHeaders(HttpSettings settings, PublicAddress address) {
    this.isOverTlsOnly = settings.hsts() && address.isSecure();
  }

  @ResponseFilter
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void protect(MutableHttpResponse<?> response) {
    on(response);
  }

  /// For replies that are made before there is a request to filter, such as to an address that is
  /// too long.
  <B> MutableHttpResponse<B> on(MutableHttpResponse<B> response) {
    var headers = response.getHeaders();
    if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
      headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    headers
        .set("Referrer-Policy", "no-referrer")
        .set("Content-Security-Policy", Page.CONTENT_SECURITY_POLICY)
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "DENY")
        .set("Cross-Origin-Resource-Policy", "same-origin")
        .set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    // A redirection with it would cut a popup off from the page that opened it and awaits it back.
    if (response.code() / 100 != REDIRECTIONS) {
      headers.set("Cross-Origin-Opener-Policy", "same-origin");
    }
    if (isOverTlsOnly) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
    return response;
  }
}
