package dev.grantflow.grant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/// A value that must not be seen: a token, a nonce, an `interact_ref`.
///
/// It prints as `[secret]` and compares in constant time. [#reveal()] is for the places where the
/// bytes leave for the wire or for storage, and for no other.
public final class Secret {

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  public static Secret of(String value) {
    return new Secret(value);
  }

  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(value.getBytes(UTF_8), secret.value.getBytes(UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
