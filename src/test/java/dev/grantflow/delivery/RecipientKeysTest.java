package dev.grantflow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.grantflow.delivery.RecipientKeys.Choice;
import dev.grantflow.grant.Secret;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientKeysTest {

  private static final Secret PLAIN = Secret.of("{\"value\":\"t0p-s3cret-tökén\"}");
  private static final Map<String, String> BOUND =
      Map.of("grantId", "g1", "event", "GrantFinalized", "eventId", "g1:7");

  static Stream<Curve> curves() {
    return Stream.of(Curve.P_256, Curve.P_384, Curve.P_521);
  }

  @ParameterizedTest
  @MethodSource("curves")
  void its_holder_reads_what_was_sealed_and_which_grant_it_is_of(Curve curve) {
    var key = Keys.of("k1", curve, null);

    var jwe = Keys.decrypted(chosen(Keys.set(key)).seal(PLAIN, BOUND), key);

    assertThat(jwe.getPayload()).asString().isEqualTo(PLAIN.reveal());
    assertThat(jwe.getHeader().getAlgorithm()).isEqualTo(JWEAlgorithm.ECDH_ES);
    assertThat(jwe.getHeader().getEncryptionMethod()).isEqualTo(EncryptionMethod.A256GCM);
    assertThat(jwe.getHeader().getKeyID()).isEqualTo("k1");
    assertThat(jwe.getHeader().getContentType()).isEqualTo("json");
    assertThat(jwe.getHeader().getCustomParams()).isEqualTo(Map.copyOf(BOUND));
  }

  @Test
  void a_key_may_say_that_the_content_key_is_wrapped() {
    var key = Keys.of("k1", Curve.P_256, Keys.wrapped());

    var jwe = Keys.decrypted(chosen(Keys.set(key)).seal(PLAIN, BOUND), key);

    assertThat(jwe.getHeader().getAlgorithm()).isEqualTo(JWEAlgorithm.ECDH_ES_A256KW);
    assertThat(jwe.getPayload()).asString().isEqualTo(PLAIN.reveal());
  }

  @Test
  void what_it_is_bound_to_cannot_be_changed() throws Exception {
    var key = Keys.of("k1");
    var parts = chosen(Keys.set(key)).seal(PLAIN, BOUND).split("\\.", -1);

    parts[0] =
        Base64URL.encode(new Base64URL(parts[0]).decodeToString().replace("\"g1\"", "\"g2\""))
            .toString();

    var forged = JWEObject.parse(String.join(".", parts));
    assertThat(forged.getHeader().getCustomParam("grantId")).isEqualTo("g2");
    assertThatThrownBy(() -> forged.decrypt(new ECDHDecrypter(key)))
        .isInstanceOf(JOSEException.class);
  }

  @Test
  void the_same_again_looks_different_and_shows_nothing() {
    var key = chosen(Keys.set(Keys.of("k1")));

    var one = key.seal(PLAIN, BOUND);
    var other = key.seal(PLAIN, BOUND);

    assertThat(one).isNotEqualTo(other).matches("[A-Za-z0-9_-]+\\.\\.[A-Za-z0-9_.-]+");
    assertThat(key).hasToString("k1");
  }

  @Test
  void the_first_that_is_meant_for_it_is_chosen() throws Exception {
    var octets = new OctetSequenceKeyGenerator(256).keyID("secret").generate();
    var set =
        Keys.set(
            Keys.of("signs", Curve.P_256, JWSAlgorithm.ES256, KeyUse.SIGNATURE),
            Keys.of("anything", Curve.P_256, null, null),
            Keys.of(null, Curve.P_256, null),
            Keys.of("weak", Curve.P_256, JWEAlgorithm.ECDH_ES_A128KW),
            Keys.of("new"),
            Keys.of("old"));

    assertThat(chosen(set).keyId()).isEqualTo("new");
    assertThat(RecipientKeys.choose(new JWKSet(octets).toString(false)))
        .as("a secret key")
        .isInstanceOfSatisfying(
            Choice.None.class, none -> assertThat(none.why()).contains("private key"));
  }

  @Test
  void a_private_key_in_the_set_is_refused() {
    var key = Keys.of("k1");

    assertThat(RecipientKeys.choose(new JWKSet(key).toString(false)))
        .isEqualTo(new Choice.None("holds a private key, which belongs to the recipient alone"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"A\",\"y\":\"A\",\"d\":\"A\"}",
        "{\"kty\":\"RSA\",\"d\":\"AQAB\"}",
        "{\"kty\":\"oct\",\"k\":7}",
        "{\"kty\":\"of next year\",\"d\":\"AQAB\"}"
      })
  void a_private_key_that_cannot_be_read_is_refused_too(String key) {
    var set = Keys.set(Keys.of("k1")).replaceFirst("\\[", "[" + key + ",");

    assertThat(RecipientKeys.choose(set))
        .isEqualTo(new Choice.None("holds a private key, which belongs to the recipient alone"));
  }

  @Test
  void a_point_that_is_not_on_the_curve_is_no_key() {
    assertThat(RecipientKeys.choose("{\"keys\":[" + offTheCurve() + "]}"))
        .isInstanceOf(Choice.None.class);
  }

  @Test
  void a_key_that_is_none_spoils_no_other() {
    for (var odd : List.of(offTheCurve(), "null", "7", "{}", "{\"kty\":\"EC\"}", "{\"kty\":7}")) {
      assertThat(chosen(Keys.set(Keys.of("k1")).replaceFirst("\\[", "[" + odd + ",")).keyId())
          .as(odd)
          .isEqualTo("k1");
    }
  }

  private static String offTheCurve() {
    var key = Keys.of("off");
    return key.toPublicJWK().toJSONString().replace(key.getY().toString(), other(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no json", "[]", "{}", "{\"keys\":7}", "{\"keys\":[]}", "{\"keys\":[{}]}"})
  void what_is_no_set_of_keys_holds_none(String text) {
    assertThat(RecipientKeys.choose(text)).isInstanceOf(Choice.None.class);
  }

  private static RecipientKey chosen(String set) {
    assertThat(RecipientKeys.choose(set)).isInstanceOf(Choice.Chosen.class);
    return ((Choice.Chosen) RecipientKeys.choose(set)).key();
  }

  private static String other(ECKey key) {
    return Keys.of("other").getY().toString().equals(key.getY().toString())
        ? "AA"
        : Keys.of("other").getY().toString();
  }
}
