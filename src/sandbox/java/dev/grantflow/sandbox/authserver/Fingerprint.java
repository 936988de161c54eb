package dev.grantflow.sandbox.authserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What can be shown of a secret value: enough to find it again, too little to use it.
public final class Fingerprint {
  private static final int SHOWN_BYTES = 8;

  private Fingerprint() {}

  /// The first 64 bits of its SHA-256, in hexadecimal.
  public static String of(String secret) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, SHOWN_BYTES);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
