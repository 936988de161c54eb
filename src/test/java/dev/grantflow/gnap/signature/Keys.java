package dev.grantflow.gnap.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Keys made at run time, by the JDK where another implementation than ours is wanted.
final class Keys {

  private Keys() {}

  static SigningKey fresh(String keyId) {
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    return new SigningKey(keyId, seed);
  }

  static SigningKey read(String keyId, String pem) throws InvalidSigningKeyException {
    return SigningKey.fromPkcs8Pem(keyId, pem.getBytes(UTF_8));
  }

  static KeyPair pair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String pem(String label, Key key) {
    return pem(label, key.getEncoded());
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label, Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der), label);
  }

  static boolean verifies(byte[] publicKey, String base, String signatureHeader) {
    String encoded = signatureHeader.substring("sig1=:".length(), signatureHeader.length() - 1);
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, new Ed25519PublicKeyParameters(publicKey));
    byte[] message = base.getBytes(US_ASCII);
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(Base64.getDecoder().decode(encoded));
  }
}
