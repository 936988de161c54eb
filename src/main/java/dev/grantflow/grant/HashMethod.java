package dev.grantflow.grant;

/// The hash of a finish callback (RFC 9635 §4.2.3), named as in the Named Information registry.
public enum HashMethod {
  SHA_256("sha-256", "SHA-256", 32),
  SHA_256_128("sha-256-128", "SHA-256", 16),
  SHA_384("sha-384", "SHA-384", 48),
  SHA_512("sha-512", "SHA-512", 64),
  SHA3_256("sha3-256", "SHA3-256", 32),
  SHA3_384("sha3-384", "SHA3-384", 48),
  SHA3_512("sha3-512", "SHA3-512", 64);

  private final String registered;
  private final String algorithm;
  private final int bytes;

  HashMethod(String registered, String algorithm, int bytes) {
    this.registered = registered;
    this.algorithm = algorithm;
    this.bytes = bytes;
  }

  /// The name of the registry.
  public String registered() {
    return registered;
  }

  /// The name that Java knows it by.
  public String algorithm() {
    return algorithm;
  }

  /// How many bytes from the beginning of the digest count.
  public int bytes() {
    return bytes;
  }
}
