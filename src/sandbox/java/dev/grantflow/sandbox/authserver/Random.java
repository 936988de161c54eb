package dev.grantflow.sandbox.authserver;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;

/// Values that nobody can guess, in the shapes that the reference server gives them.
final class Random {
  private static final SecureRandom SOURCE = new SecureRandom();

  private Random() {}

  static String uuid() {
    return UUID.randomUUID().toString();
  }

  /// Short enough to be typed.
  static String code() {
    return hex().substring(0, 8);
  }

  static String hex() {
    byte[] bytes = new byte[10];
    SOURCE.nextBytes(bytes);
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
