package dev.grantflow.sandbox.authserver;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request as far as signatures are concerned.
///
/// @param targetUri scheme, `Host` and raw path and query, as they came
/// @param headers by lower-case name; a name that came twice has two values
/// @param body decoded from UTF-8; empty without one
record SignedMessage(
    String method, String targetUri, Map<String, List<String>> headers, String body) {

  /// The field's value as RFC 9421 §2.1 combines it.
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name))
        .map(values -> String.join(", ", values.stream().map(String::strip).toList()));
  }

  /// The token of `Authorization: GNAP …`; empty where there is none.
  Optional<String> gnapToken() {
    return header("authorization")
        .filter(value -> value.matches("GNAP [\\x21-\\x7e]+"))
        .map(value -> value.substring("GNAP ".length()));
  }
}
