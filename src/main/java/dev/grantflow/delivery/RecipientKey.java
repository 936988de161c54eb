package dev.grantflow.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import dev.grantflow.grant.Secret;
import java.util.Map;
import java.util.Objects;

/// The public key that a client instance's tokens are encrypted to. Immutable, thread-safe.
///
/// @param key elliptic, with a `kid`
record RecipientKey(ECKey key) {

  String keyId() {
    return key.getKeyID();
  }

  /// Compact JWE (RFC 7516 §7.1): ECDH-ES (RFC 7518 §4.6) with a fresh ephemeral key each time, and
  /// A256GCM.
  ///
  /// @param bound go into the protected header, which the tag covers
  String seal(Secret plaintext, Map<String, String> bound) {
    var header = new JWEHeader.Builder(algorithm(), EncryptionMethod.A256GCM);
    header.keyID(key.getKeyID()).contentType("json");
    bound.forEach(header::customParam);
    var jwe = new JWEObject(header.build(), new Payload(plaintext.reveal().getBytes(UTF_8)));
    try {
      jwe.encrypt(new ECDHEncrypter(key));
    } catch (JOSEException bug) {
      throw new IllegalStateException("a checked key cannot be used for encryption", bug);
    }
    return jwe.serialize();
  }

  private JWEAlgorithm algorithm() {
    return JWEAlgorithm.ECDH_ES_A256KW.equals(key.getAlgorithm())
        ? JWEAlgorithm.ECDH_ES_A256KW
        : JWEAlgorithm.ECDH_ES;
  }

  /// The key id only.
  @Override
  public String toString() {
    return Objects.requireNonNullElse(key.getKeyID(), "");
  }
}
