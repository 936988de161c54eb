package dev.grantflow.grant;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;

/// What the start of a bound interaction is looked up by: the SHA-256 of its unguessable id, in
/// lower-case hexadecimal. The id itself is known only to who was told where to send the browser,
/// and to browsers that went there.
public record StartKey(String sha256) {

  /// @throws IllegalArgumentException when the digest is of another length
  public StartKey {
    if (sha256.length() != 64) {
      throw new IllegalArgumentException("a start key is 64 hexadecimal digits");
    }
  }

  /// In constant time.
  public boolean matches(StartKey other) {
    return MessageDigest.isEqual(sha256.getBytes(US_ASCII), other.sha256.getBytes(US_ASCII));
  }
}
