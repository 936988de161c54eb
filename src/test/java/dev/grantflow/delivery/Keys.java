package dev.grantflow.delivery;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Key pairs of recipients, who decrypt.
final class Keys {

  private Keys() {}

  static ECKey of(String keyId) {
    return of(keyId, Curve.P_256, null);
  }

  static ECKey of(@Nullable String keyId, Curve curve, @Nullable Algorithm algorithm) {
    return of(keyId, curve, algorithm, KeyUse.ENCRYPTION);
  }

  static ECKey of(
      @Nullable String keyId, Curve curve, @Nullable Algorithm algorithm, @Nullable KeyUse use) {
    try {
      return new ECKeyGenerator(curve).keyID(keyId).keyUse(use).algorithm(algorithm).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /// The public halves.
  static String set(JWK... keys) {
    return new JWKSet(List.of(keys)).toString(true);
  }

  static JWEObject decrypted(String jwe, ECKey key) {
    try {
      var parsed = JWEObject.parse(jwe);
      parsed.decrypt(new ECDHDecrypter(key));
      return parsed;
    } catch (ParseException | JOSEException e) {
      throw new AssertionError("not to be decrypted by " + key.getKeyID(), e);
    }
  }

  static JWEAlgorithm wrapped() {
    return JWEAlgorithm.ECDH_ES_A256KW;
  }
}
