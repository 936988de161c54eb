package dev.grantflow.mysql.encryption;

/// What stands in the database is encrypted under a key that this process does not hold.
public final class UnknownKeyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownKeyException(long key) {
    super("the keyset does not hold key %d, under which a secret is encrypted".formatted(key));
  }
}
