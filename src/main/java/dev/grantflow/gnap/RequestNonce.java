package dev.grantflow.gnap;

import java.util.Base64;
import java.util.random.RandomGenerator;

/// The nonce of a signature (RFC 9635 §7.3.1), a fresh one for each request.
final class RequestNonce {

  private static final int BYTES = 16;

  private RequestNonce() {}

  /// @param random unpredictable
  static String next(RandomGenerator random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
