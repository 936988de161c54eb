package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// Ed25519 (RFC 8032) by the JDK: public keys as they travel, and the check of a signature.
final class Ed25519 {
  /// What X.509 puts before the 32 bytes of the key (RFC 8410 §4).
  private static final String X509_HEAD = "302a300506032b6570032100";

  static final int KEY_BYTES = 32;

  private Ed25519() {}

  static PublicKey publicKey(byte[] raw) {
    if (raw.length != KEY_BYTES) {
      throw new IllegalArgumentException("raw: 32 bytes expected, got " + raw.length);
    }
    try {
      byte[] encoded = HexFormat.of().parseHex(X509_HEAD + HexFormat.of().formatHex(raw));
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("raw: not an Ed25519 public key", e);
    }
  }

  /// RFC 8037 §2. Empty unless all of kid, alg, kty, crv and x are there and right.
  static Optional<PublicKey> fromJwk(JsonNode jwk) {
    if (!jwk.path("kid").isTextual()
        || !jwk.path("alg").asText().equals("EdDSA")
        || !jwk.path("kty").asText().equals("OKP")
        || !jwk.path("crv").asText().equals("Ed25519")
        || !jwk.path("x").asText().matches("[A-Za-z0-9_-]{43}")) {
      return Optional.empty();
    }
    return Optional.of(publicKey(Base64.getUrlDecoder().decode(jwk.path("x").asText())));
  }

  static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // The JDK throws where the bytes cannot be a signature, for example by their length.
      return false;
    }
  }
}
