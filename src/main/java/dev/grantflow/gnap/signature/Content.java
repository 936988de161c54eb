package dev.grantflow.gnap.signature;

import java.util.Objects;

/// A request's body and its media type, which is sent as written.
public final class Content {

  private final String type;
  private final byte[] bytes;

  public Content(String type, byte[] bytes) {
    this.type = Objects.requireNonNull(type);
    this.bytes = bytes.clone();
  }

  public static Content json(byte[] bytes) {
    return new Content("application/json", bytes);
  }

  String type() {
    return type;
  }

  String digest() {
    return ContentDigest.sha512(bytes);
  }

  /// In bytes, not characters.
  String length() {
    return Integer.toString(bytes.length);
  }

  @Override
  public String toString() {
    return type + ", " + bytes.length + " B";
  }
}
