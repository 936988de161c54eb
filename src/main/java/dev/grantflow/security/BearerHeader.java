package dev.grantflow.security;

import io.micronaut.http.HttpHeaders;
import java.util.regex.Pattern;

/// Where a token is looked for: the one `Authorization` header field (RFC 6750 §2.1). Never in the
/// address or a body (§2.2, §2.3), where it would get into logs.
sealed interface BearerHeader {

  Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*)");
  Pattern SCHEME = Pattern.compile("(?i:bearer)(?: .*)?");

  record Token(String value) implements BearerHeader {

    /// Without the token.
    @Override
    public String toString() {
      return "Token";
    }
  }

  /// None at all, or one of another scheme.
  record Missing() implements BearerHeader {}

  /// A bearer token that is none.
  record Malformed() implements BearerHeader {}

  /// More than one header field.
  record Several() implements BearerHeader {}

  static BearerHeader read(HttpHeaders headers) {
    var fields = headers.getAll(HttpHeaders.AUTHORIZATION);
    if (fields.size() > 1) {
      return new Several();
    }
    return fields.isEmpty() ? new Missing() : read(fields.getFirst().strip());
  }

  private static BearerHeader read(String field) {
    var token = BEARER.matcher(field);
    if (token.matches()) {
      return new Token(token.group(1));
    }
    return SCHEME.matcher(field).matches() ? new Malformed() : new Missing();
  }
}
