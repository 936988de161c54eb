package dev.grantflow.web;

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

  @ResponseFilter
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void protect(MutableHttpResponse<?> response) {
    on(response);
  }

  /// For replies that are made before there is a request to filter, such as to an address that is
  /// too long.
  static <B> MutableHttpResponse<B> on(MutableHttpResponse<B> response) {
    if (!response.getHeaders().contains(HttpHeaders.CACHE_CONTROL)) {
      response.getHeaders().set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    response
        .getHeaders()
        .set("Referrer-Policy", "no-referrer")
        .set("Content-Security-Policy", Page.CONTENT_SECURITY_POLICY)
        .set("X-Content-Type-Options", "nosniff");
    return response;
  }
}
