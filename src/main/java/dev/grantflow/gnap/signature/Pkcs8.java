package dev.grantflow.gnap.signature;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// PKCS#8 PEM (RFC 5958, RFC 7468 §10) to an Ed25519 key (RFC 8410 §7), with a message for each
/// thing that people put there instead. All of it in arrays that are zeroed, never in a string.
final class Pkcs8 {

  private static final String WANTED =
      "; an Ed25519 private key in PKCS#8 PEM form is needed (-----BEGIN PRIVATE KEY-----)";

  /// RFC 8410 §3.
  private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  private Pkcs8() {}

  /// The private key itself, 32 bytes, which are the caller's to zero. No other copy is left
  /// behind.
  ///
  /// @param pem is left as it is
  static byte[] ed25519Seed(byte[] pem) throws InvalidSigningKeyException {
    byte[] der = der(pem);
    try {
      return seed(decode(der));
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  private static byte[] seed(PrivateKeyInfo key) throws InvalidSigningKeyException {
    try {
      ASN1ObjectIdentifier algorithm = key.getPrivateKeyAlgorithm().getAlgorithm();
      if (!ED25519.equals(algorithm)) {
        throw invalid("this is " + nameOf(algorithm) + " instead of an Ed25519 key" + WANTED);
      }
      byte[] seed = ASN1OctetString.getInstance(key.parsePrivateKey()).getOctets();
      if (seed.length == Ed25519.SECRET_KEY_SIZE) {
        return seed;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw damaged();
    } finally {
      // The array within the parsed structure, not a copy of it.
      Arrays.fill(key.getPrivateKey().getOctets(), (byte) 0);
    }
    throw damaged();
  }

  private static byte[] der(byte[] pem) throws InvalidSigningKeyException {
    Latin1 text = new Latin1(pem);
    Matcher begin = BEGIN.matcher(text);
    if (!begin.find()) {
      throw invalid("this is not a PEM file" + WANTED);
    }
    String label = begin.group(1);
    if (!label.equals("PRIVATE KEY")) {
      throw invalid(wrongLabel(label) + WANTED);
    }
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      throw invalid("the PEM file is cut off: its END line is missing");
    }
    return base64(Arrays.copyOfRange(pem, block.start(1), block.end(1)));
  }

  /// @param body is zeroed
  private static byte[] base64(byte[] body) throws InvalidSigningKeyException {
    byte[] room = new byte[body.length];
    try {
      return Arrays.copyOf(room, Base64.getMimeDecoder().decode(body, room));
    } catch (IllegalArgumentException e) {
      throw damaged();
    } finally {
      Arrays.fill(body, (byte) 0);
      Arrays.fill(room, (byte) 0);
    }
  }

  private static String wrongLabel(String label) {
    return switch (label) {
      case "ENCRYPTED PRIVATE KEY" -> "the private key is encrypted, and there is no passphrase";
      case "PUBLIC KEY", "CERTIFICATE" -> "this is a public key, not the private one";
      case "RSA PRIVATE KEY" -> "this is an RSA key instead of an Ed25519 key";
      case "EC PRIVATE KEY" -> "this is an elliptic curve key instead of an Ed25519 key";
      case "OPENSSH PRIVATE KEY" -> "this is a private key in the form of OpenSSH";
      case String other -> "the PEM file holds a " + other;
    };
  }

  private static PrivateKeyInfo decode(byte[] der) throws InvalidSigningKeyException {
    if (der.length == 0) {
      throw damaged();
    }
    try {
      return PrivateKeyInfo.getInstance(ASN1Primitive.fromByteArray(der));
    } catch (IOException | IllegalArgumentException e) {
      throw damaged();
    }
  }

  private static String nameOf(ASN1ObjectIdentifier algorithm) {
    if (PKCSObjectIdentifiers.rsaEncryption.equals(algorithm)) {
      return "an RSA key";
    }
    if (X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm)) {
      return "an elliptic curve key";
    }
    return "a key of algorithm " + algorithm.getId();
  }

  /// Without the cause, whose message may quote the content.
  private static InvalidSigningKeyException damaged() {
    return invalid("the private key is damaged or cut off: its content cannot be decoded");
  }

  private static InvalidSigningKeyException invalid(String message) {
    return new InvalidSigningKeyException(message);
  }
}
