package dev.grantflow.gnap.signature;

/// A signing key that cannot be used. The message says what is wrong and what is wanted, never what
/// the key contains, and there is no cause that might.
public final class InvalidSigningKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidSigningKeyException(String message) {
    super(message);
  }
}
