package dev.grantflow.gnap.signature;

import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The signing port: an Ed25519 key that signs, wherever its private half is. [SigningKey] has it
/// in memory; a security module or a key management service would be another one, see
/// `docs/decisions/0017-keys.md`. Thread-safe.
public interface Signer {

  /// The `kid` under which the public half is published.
  String keyId();

  /// The raw public key, 32 bytes (RFC 8032 §5.1.5).
  byte[] publicKey();

  /// The signature over the message itself, without a pre-hash (RFC 9421 §3.3.6); 64 bytes. Made
  /// once for each call that is sent; may block, and then holds up that call alone.
  ///
  /// @throws RuntimeException when the key cannot be used: nothing is sent then
  byte[] sign(byte[] message);

  /// The public key as a JWK (RFC 8037 §2), with the members and in the order of an Open Payments
  /// `jwks.json`.
  default SequencedMap<String, String> jwk() {
    SequencedMap<String, String> jwk = new LinkedHashMap<>();
    jwk.put("kid", keyId());
    jwk.put("alg", "EdDSA");
    jwk.put("kty", "OKP");
    jwk.put("crv", "Ed25519");
    jwk.put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(publicKey()));
    return Collections.unmodifiableSequencedMap(jwk);
  }
}
