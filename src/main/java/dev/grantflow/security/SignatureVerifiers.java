package dev.grantflow.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// Verifies by the library, and Ed25519 (RFC 8037) by the JDK: the library wants Tink for it.
final class SignatureVerifiers implements JWSVerifierFactory {

  /// Each with a key that only the issuer has. With HMAC whoever verifies could sign, and would
  /// have to be kept from taking a public key for the secret.
  static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int ED25519_BYTES = 32;

  private final DefaultJWSVerifierFactory library = new DefaultJWSVerifierFactory();

  /// Empty for a key of a kind that none of the algorithms takes.
  static Optional<PublicKey> publicKey(JWK key) {
    try {
      return switch (key) {
        case OctetKeyPair pair -> ed25519(pair);
        case AsymmetricJWK pair -> Optional.of(pair.toPublicKey());
        case JWK _ -> Optional.empty();
      };
    } catch (JOSEException | GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  private static Optional<PublicKey> ed25519(OctetKeyPair pair) throws GeneralSecurityException {
    var x = pair.getDecodedX();
    if (!Curve.Ed25519.equals(pair.getCurve()) || x.length != ED25519_BYTES) {
      return Optional.empty();
    }
    var encoded = new byte[ED25519_PREFIX.length + ED25519_BYTES];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, ED25519_BYTES);
    return Optional.of(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
  }

  @Override
  public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
    return header.getAlgorithm().equals(JWSAlgorithm.EdDSA) && key instanceof PublicKey edKey
        ? new Ed25519(edKey)
        : library.createJWSVerifier(header, key);
  }

  @Override
  public Set<JWSAlgorithm> supportedJWSAlgorithms() {
    return ALGORITHMS;
  }

  @Override
  public JCAContext getJCAContext() {
    return library.getJCAContext();
  }

  private record Ed25519(PublicKey key) implements JWSVerifier {

    @Override
    public boolean verify(JWSHeader header, byte[] input, Base64URL signature)
        throws JOSEException {
      try {
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(input);
        return verifier.verify(signature.decode());
      } catch (SignatureException _) {
        return false;
      } catch (GeneralSecurityException failure) {
        throw new JOSEException("Ed25519 does not work here", failure);
      }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
      return Set.of(JWSAlgorithm.EdDSA);
    }

    @Override
    public JCAContext getJCAContext() {
      return new JCAContext();
    }
  }
}
