package dev.grantflow.gnap.signature;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// An Ed25519 private key in memory, the only place where one is, and the id under which its public
/// half is published. Immutable and thread-safe. The private half leaves it only as signatures.
public final class SigningKey implements Signer {

  private static final Pattern KEY_ID = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200}");

  private final String keyId;
  private final Ed25519PrivateKeyParameters privateKey;
  private final Ed25519PublicKeyParameters publicKey;

  /// @param seed the private key (RFC 8032 §5.1.5), 32 bytes; zeroed
  SigningKey(String keyId, byte[] seed) {
    this.keyId = keyId;
    this.privateKey = new Ed25519PrivateKeyParameters(seed);
    Arrays.fill(seed, (byte) 0);
    this.publicKey = privateKey.generatePublicKey();
  }

  /// Whether it is of the form that [#fromPkcs8Pem] asks for.
  public static boolean isKeyId(String text) {
    return KEY_ID.matcher(text).matches();
  }

  /// Reads an unencrypted PKCS#8 PEM file (RFC 8410), as the Open Payments wallets hand it out.
  ///
  /// @param keyId the JWK's `kid`: printable ASCII without quote and backslash, because it travels
  ///   as a structured field string that verifiers take apart with simple means
  /// @param pem the file's content; zeroed, whatever comes of it
  public static SigningKey fromPkcs8Pem(String keyId, byte[] pem)
      throws InvalidSigningKeyException {
    try {
      if (!isKeyId(keyId)) {
        throw new InvalidSigningKeyException(
            "the key id must be 1 to 200 printable ASCII characters without space, quote and"
                + " backslash");
      }
      return new SigningKey(keyId, Pkcs8.ed25519Seed(pem));
    } finally {
      Arrays.fill(pem, (byte) 0);
    }
  }

  @Override
  public String keyId() {
    return keyId;
  }

  @Override
  public byte[] publicKey() {
    return publicKey.getEncoded();
  }

  @Override
  public byte[] sign(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, privateKey);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  @Override
  public String toString() {
    return "SigningKey[" + keyId + "]";
  }
}
