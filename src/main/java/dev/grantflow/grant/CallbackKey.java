package dev.grantflow.grant;

/// What a finish callback is looked up by: the SHA-256 of its unguessable id, in lower-case
/// hexadecimal. The id itself is known only to the authorization server and the browser.
public record CallbackKey(String sha256) {

  /// @throws IllegalArgumentException when the digest is of another length
  public CallbackKey {
    if (sha256.length() != 64) {
      throw new IllegalArgumentException("a callback key is 64 hexadecimal digits");
    }
  }
}
