package dev.grantflow.gnap.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `Content-Digest` of a body (RFC 9530 §2).
public final class ContentDigest {

  private static final Pattern FIELD =
      Pattern.compile("(sha-512|sha-256)=:([A-Za-z0-9+/]{1,88}={0,2}):");

  private ContentDigest() {}

  /// Whether it is one digest by `sha-512` or `sha-256`, as a `Content-Digest` field writes it,
  /// with as many bytes as the algorithm gives.
  public static boolean isWellFormed(String field) {
    Matcher matcher = FIELD.matcher(field);
    if (!matcher.matches()) {
      return false;
    }
    int bytes = matcher.group(1).equals("sha-512") ? 64 : 32;
    try {
      return Base64.getDecoder().decode(matcher.group(2)).length == bytes;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

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
