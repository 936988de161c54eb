package dev.grantflow.sandbox.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.UUID;

/// A key that the provider signs with (RFC 7518 §3.4), made at run time and kept nowhere.
record ProviderKey(String id, KeyPair pair) {

  private static final int COORDINATE_BYTES = 32;

  static ProviderKey make() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new ProviderKey("key-" + UUID.randomUUID(), generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no P-256", e);
    }
  }

  /// The public half (RFC 7518 §6.2.1).
  ObjectNode published() {
    var point = ((ECPublicKey) pair.getPublic()).getW();
    return JsonNodeFactory.instance
        .objectNode()
        .put("kty", "EC")
        .put("crv", "P-256")
        .put("use", "sig")
        .put("alg", "ES256")
        .put("kid", id)
        .put("x", coordinate(point.getAffineX()))
        .put("y", coordinate(point.getAffineY()));
  }

  /// A JWT in compact form (RFC 7515 §7.1).
  String sign(ObjectNode claims) {
    var header =
        JsonNodeFactory.instance
            .objectNode()
            .put("typ", "at+jwt")
            .put("alg", "ES256")
            .put("kid", id);
    var input = encoded(header) + "." + encoded(claims);
    try {
      var signer = Signature.getInstance("SHA256withECDSAinP1363Format");
      signer.initSign(pair.getPrivate());
      signer.update(input.getBytes(US_ASCII));
      return input + "." + base64(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no ECDSA", e);
    }
  }

  private static String encoded(ObjectNode json) {
    return base64(json.toString().getBytes(UTF_8));
  }

  private static String coordinate(BigInteger number) {
    var bytes = new byte[COORDINATE_BYTES];
    var digits = number.toByteArray();
    var length = Math.min(digits.length, COORDINATE_BYTES);
    System.arraycopy(digits, digits.length - length, bytes, COORDINATE_BYTES - length, length);
    return base64(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
