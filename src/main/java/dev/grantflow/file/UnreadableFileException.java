package dev.grantflow.file;

/// A file cannot be read. The message completes a sentence about the file, such as `does not
/// exist`, and says nothing of its content.
public final class UnreadableFileException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableFileException(String fault) {
    super(fault);
  }

  /// The fault as the message says it.
  public String fault() {
    return String.valueOf(getMessage());
  }
}
