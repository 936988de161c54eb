package dev.grantflow.mysql.encryption;

/// The keyset cannot be used. The message is for operators, begins with the property and says
/// nothing of any key but its id.
public final class InvalidKeysetException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidKeysetException(String fault) {
    super(EncryptionSettings.KEYSET_FILE + ": " + fault);
  }
}
