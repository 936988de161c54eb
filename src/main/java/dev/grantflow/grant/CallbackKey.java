package dev.grantflow.grant;

import org.jspecify.annotations.Nullable;

/// What a finish callback is looked up by: the SHA-256 of its unguessable id, in lower-case
/// hexadecimal. The id itself is known only to the authorization server and the browser.
///
/// @param start what the browser that comes back must have started by; null where any may come
public record CallbackKey(String sha256, @Nullable StartKey start) {

  /// @throws IllegalArgumentException when the digest is of another length
  public CallbackKey {
    if (sha256.length() != 64) {
      throw new IllegalArgumentException("a callback key is 64 hexadecimal digits");
    }
  }

  /// With which any browser may come back.
  public CallbackKey(String sha256) {
    this(sha256, null);
  }

  /// The same callback, with which any browser may come back.
  public CallbackKey unbound() {
    return new CallbackKey(sha256);
  }
}
