package dev.grantflow.gnap.signature;

/// What a signature says of a request's body: its digest, its length and its media type, which are
/// sent as written.
public final class Content {

  private final String type;
  private final String digest;
  private final long lengthBytes;

  public Content(String type, byte[] bytes) {
    this(type, ContentDigest.sha512(bytes), bytes.length);
  }

  private Content(String type, String digest, long lengthBytes) {
    this.type = type;
    this.digest = digest;
    this.lengthBytes = lengthBytes;
  }

  public static Content json(byte[] bytes) {
    return new Content("application/json", bytes);
  }

  /// Of a body that only its sender has.
  ///
  /// @param digest see [ContentDigest#isWellFormed]
  public static Content digested(String type, String digest, long lengthBytes) {
    if (!ContentDigest.isWellFormed(digest) || lengthBytes < 0) {
      throw new IllegalArgumentException("no digest of RFC 9530, or a negative length");
    }
    return new Content(type, digest, lengthBytes);
  }

  String type() {
    return type;
  }

  String digest() {
    return digest;
  }

  /// In bytes, not characters.
  String length() {
    return Long.toString(lengthBytes);
  }

  @Override
  public String toString() {
    return type + ", " + lengthBytes + " B";
  }
}
