package dev.grantflow.delivery;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import dev.grantflow.egress.PublishedKeys;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Picks the key out of a JWK set.
final class RecipientKeys {

  private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);
  private static final Set<Algorithm> ALGORITHMS =
      Set.of(JWEAlgorithm.ECDH_ES, JWEAlgorithm.ECDH_ES_A256KW);

  private RecipientKeys() {}

  /// Completes a sentence about the set.
  sealed interface Choice {

    record Chosen(RecipientKey key) implements Choice {}

    /// @param why says nothing of what stands in the set
    record None(String why) implements Choice {}
  }

  /// The first that is meant for this: keys of other kinds and uses, and those that are none, are
  /// passed over, so one set can serve many purposes, and who changes keys puts the new one in
  /// front.
  static Choice choose(String jwks) {
    var set = PublishedKeys.read(jwks);
    if (set.isEmpty()) {
      return new Choice.None("is not a JWK set (RFC 7517)");
    }
    if (set.get().hasPrivate()) {
      return new Choice.None("holds a private key, which belongs to the recipient alone");
    }
    for (var jwk : set.get().keys()) {
      if (jwk instanceof ECKey key && isMeant(key)) {
        return new Choice.Chosen(new RecipientKey(key));
      }
    }
    return new Choice.None(
        "holds no public key with kty EC, crv P-256, P-384 or P-521, use enc, a kid, and alg"
            + " ECDH-ES, ECDH-ES+A256KW or none");
  }

  private static boolean isMeant(ECKey key) {
    @Nullable Algorithm algorithm = key.getAlgorithm();
    return CURVES.contains(key.getCurve())
        && KeyUse.ENCRYPTION.equals(key.getKeyUse())
        && key.getKeyID() != null
        && !key.getKeyID().isBlank()
        && (algorithm == null || ALGORITHMS.contains(algorithm));
  }
}
