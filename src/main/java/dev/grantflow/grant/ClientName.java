package dev.grantflow.grant;

/// The name by which configuration and events call a client instance (RFC 9635 §1.2).
public record ClientName(String value) {

  /// @throws IllegalArgumentException when the name is blank
  public ClientName {
    if (value.isBlank()) {
      throw new IllegalArgumentException("client is blank");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
