package dev.grantflow.web;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/// Keeps every reply, errors too, out of caches, frames and referrers: the address of a finish
/// callback is a secret, and its query even more so.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class ProtectiveHeaders {

  @ResponseFilter
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void protect(MutableHttpResponse<?> response) {
    response
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("Referrer-Policy", "no-referrer")
        .header("Content-Security-Policy", Page.CONTENT_SECURITY_POLICY)
        .header("X-Content-Type-Options", "nosniff");
  }
}
