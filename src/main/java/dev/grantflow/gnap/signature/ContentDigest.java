package dev.grantflow.gnap.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The `Content-Digest` of a body (RFC 9530 §2).
public final class ContentDigest {

  private ContentDigest() {}

  /// `sha-512=:…:`, the one algorithm that Open Payments servers verify.
  public static String sha512(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-512").digest(body);
      return "sha-512=:" + Base64.getEncoder().encodeToString(digest) + ":";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-512", e);
    }
  }
}
