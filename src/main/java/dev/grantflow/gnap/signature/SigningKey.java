package dev.grantflow.gnap.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// An Ed25519 private key and the id under which its public half is published. Immutable and
/// thread-safe. The private half leaves it only as signatures.
public final class SigningKey {

  private static final Pattern KEY_ID = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200}");

  private final String keyId;
  private final Ed25519PrivateKeyParameters privateKey;
  private final Ed25519PublicKeyParameters publicKey;

  SigningKey(String keyId, Ed25519PrivateKeyParameters privateKey) {
    this.keyId = keyId;
    this.privateKey = privateKey;
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
  public static SigningKey fromPkcs8Pem(String keyId, String pem)
      throws InvalidSigningKeyException {
    if (!isKeyId(keyId)) {
      throw new InvalidSigningKeyException(
          "the key id must be 1 to 200 printable ASCII characters without space, quote and"
              + " backslash");
    }
    return new SigningKey(keyId, Pkcs8.ed25519(pem));
  }

  public String keyId() {
    return keyId;
  }

  /// The raw public key, 32 bytes (RFC 8032 §5.1.5).
  public byte[] publicKey() {
    return publicKey.getEncoded();
  }

  /// The public key as a JWK (RFC 8037 §2), with the members and in the order of an Open Payments
  /// `jwks.json`.
  public SequencedMap<String, String> jwk() {
    SequencedMap<String, String> jwk = new LinkedHashMap<>();
    jwk.put("kid", keyId);
    jwk.put("alg", "EdDSA");
    jwk.put("kty", "OKP");
    jwk.put("crv", "Ed25519");
    jwk.put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(publicKey()));
    return Collections.unmodifiableSequencedMap(jwk);
  }

  /// The signature over the base itself, without a pre-hash (RFC 9421 §3.3.6); 64 bytes.
  byte[] sign(SignatureBase base) {
    byte[] message = base.text().getBytes(US_ASCII);
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
