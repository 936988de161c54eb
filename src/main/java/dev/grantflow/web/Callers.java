package dev.grantflow.web;

import dev.grantflow.security.Caller;
import io.micronaut.http.HttpRequest;

/// Who calls an operation that needs a token.
final class Callers {

  private Callers() {}

  /// @throws IllegalStateException when the operation asked for none, which is a mistake in
  ///   [dev.grantflow.security.Operations]
  static Caller of(HttpRequest<?> request) {
    return Caller.of(request)
        .orElseThrow(() -> new IllegalStateException("an operation of the API is open to anybody"));
  }
}
