package dev.grantflow.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Makes tokens, right and wrong ones, with a real issuer's library and keys of each kind.
final class Forge {

  static final String ISSUER = "https://id.example";
  static final String AUDIENCE = "grantflow";

  private final RSAKey rsa;
  private final ECKey ec;
  private final RSAKey stranger;
  private final KeyPair edwards;

  Forge() {
    try {
      rsa = new RSAKeyGenerator(2048).keyID("rsa").keyUse(KeyUse.SIGNATURE).generate();
      ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
      stranger = new RSAKeyGenerator(2048).keyID("rsa").generate();
      edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (JOSEException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What the issuer publishes.
  String keySet() {
    var encoded = edwards.getPublic().getEncoded();
    var x = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    var okp = new OctetKeyPair.Builder(Curve.Ed25519, x).keyID("ed").build();
    return new JWKSet(List.of(rsa, ec, okp)).toString(true);
  }

  static JWTClaimsSet.Builder claims() {
    var now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .subject("backend")
        .claim("client_id", "backend-1")
        .claim("scope", "grants:read other")
        .expirationTime(Date.from(now.plusSeconds(60)))
        .issueTime(Date.from(now));
  }

  /// Right in all but what is changed.
  String with(UnaryOperator<JWTClaimsSet.Builder> change) {
    return rsa(JWSAlgorithm.RS256, change.apply(claims()).build(), "at+jwt");
  }

  String rs256() {
    return rsa(JWSAlgorithm.RS256, claims().build(), "JWT");
  }

  String rs512() {
    return rsa(JWSAlgorithm.RS512, claims().build(), "JWT");
  }

  String ps256() {
    return rsa(JWSAlgorithm.PS256, claims().build(), "application/at+jwt");
  }

  String ofType(String type) {
    return rsa(JWSAlgorithm.RS256, claims().build(), type);
  }

  String es256() {
    return signed(
        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(), () -> new ECDSASigner(ec));
  }

  String edDsa() {
    return edDsa(new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID("ed").build());
  }

  String edDsaWithCriticalHeader() {
    return edDsa(
        new JWSHeader.Builder(JWSAlgorithm.EdDSA)
            .keyID("ed")
            .criticalParams(Set.of("limits"))
            .customParam("limits", "none")
            .build());
  }

  private String edDsa(JWSHeader header) {
    var input = header.toBase64URL() + "." + Base64URL.encode(claims().build().toString());
    try {
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(edwards.getPrivate());
      signer.update(input.getBytes(US_ASCII));
      return input + "." + Base64URL.encode(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The signature is another message's.
  String edDsaOfOtherClaims() {
    var other = edDsa().split("\\.", -1);
    var claims = claims().claim("scope", "grants:read grants:sign").build().toString();
    return other[0] + "." + Base64URL.encode(claims) + "." + other[2];
  }

  String withoutKeyId() {
    return signed(new JWSHeader(JWSAlgorithm.RS256), () -> new RSASSASigner(rsa));
  }

  String ofStranger() {
    return signed(header("rsa"), () -> new RSASSASigner(stranger));
  }

  /// The key that it names is published, and has not signed it.
  String withKeyIdOfAnother() {
    return signed(header("ec"), () -> new RSASSASigner(rsa));
  }

  String withKeyIdOfNobody() {
    return signed(header("none-of-these"), () -> new RSASSASigner(rsa));
  }

  String withEmbeddedKey() {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(stranger.toPublicJWK()).keyID("rsa").build();
    return signed(header, () -> new RSASSASigner(stranger));
  }

  /// It bears the address of keys that would fit.
  String withAddressOfKeys(String address) {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).jwkURL(URI.create(address)).keyID("rsa").build();
    return signed(header, () -> new RSASSASigner(stranger));
  }

  /// Signed by HMAC with the public key as the secret.
  String hs256ByPublicKey() {
    return signed(
        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
        () -> new MACSigner(rsa.toPublicJWK().toJSONString().getBytes(UTF_8)));
  }

  String hs256ByPublicKeyPem() {
    return signed(
        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
        () -> new MACSigner(rsa.toRSAPublicKey().getEncoded()));
  }

  static String unsigned() {
    return new PlainJWT(claims().build()).serialize();
  }

  /// Says so, and has the form of a signed one.
  static String unsignedInThreeParts() {
    return unsigned() + Base64URL.encode("signature");
  }

  String withoutSignature() {
    return rs256().replaceFirst("\\.[^.]*$", ".");
  }

  String withCriticalHeader() {
    return signed(
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("rsa")
            .criticalParams(Set.of("b64"))
            .customParams(Map.of("b64", true))
            .build(),
        () -> new RSASSASigner(rsa));
  }

  String withOtherClaims() {
    var parts = rs256().split("\\.", -1);
    var claims = claims().claim("scope", "grants:read grants:sign").build().toString();
    return parts[0] + "." + Base64URL.encode(claims) + "." + parts[2];
  }

  private static JWSHeader header(String keyId) {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build();
  }

  private String rsa(JWSAlgorithm algorithm, JWTClaimsSet claims, String type) {
    var header =
        new JWSHeader.Builder(algorithm).keyID("rsa").type(new JOSEObjectType(type)).build();
    return signed(header, claims, () -> new RSASSASigner(rsa));
  }

  private static String signed(JWSHeader header, Signing signing) {
    return signed(header, claims().build(), signing);
  }

  private static String signed(JWSHeader header, JWTClaimsSet claims, Signing signing) {
    try {
      var token = new SignedJWT(header, claims);
      token.sign(signing.signer());
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @FunctionalInterface
  private interface Signing {
    JWSSigner signer() throws JOSEException;
  }
}
