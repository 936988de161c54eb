package dev.grantflow.grant;

/// A way in which the resource owner may be brought to the authorization server (RFC 9635 §2.5.1).
public enum StartMode {
  /// A browser is sent to a URI.
  REDIRECT,
  /// A short code is typed at a URI that the resource owner knows.
  USER_CODE,
  /// A short code is typed at a short URI that the server gives.
  USER_CODE_URI,
  /// An application is launched by a URI.
  APP
}
