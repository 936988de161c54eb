package dev.grantflow.sandbox.authserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `Content-Digest` (RFC 9530) over the body as JavaScript would print it again.
final class ContentDigest {
  private static final Pattern FIELD =
      Pattern.compile("(sha-512|sha-256)=:([A-Za-z0-9+/]+={0,2}):");

  private ContentDigest() {}

  static boolean matches(String field, String body) {
    Matcher matcher = FIELD.matcher(field);
    if (!matcher.matches()) {
      return false;
    }
    return Json.parseObject(body)
        .map(JsonStringify::of)
        .map(printed -> digest(matcher.group(1), printed).equals(matcher.group(2)))
        .orElse(false);
  }

  private static String digest(String algorithm, String text) {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
