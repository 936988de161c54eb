package dev.grantflow.mysql.encryption;

/// What stands in the database does not decrypt under the key that it names: it was changed, or it
/// stands in another place than it was written for.
public final class DamagedSecretException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DamagedSecretException() {
    super("a secret was changed, or stands where it was not written");
  }
}
