package dev.grantflow.gnap.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The RFC's own example, figures from its appendix B.
class Rfc9421Test {

  /// Appendix B.1.4, `test-key-ed25519`: a published test key.
  private static final String TEST_KEY =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
      -----END PRIVATE KEY-----
      """;

  private static SignatureBase example() {
    SequencedMap<String, String> components = new LinkedHashMap<>();
    components.put("date", "Tue, 20 Apr 2021 02:07:55 GMT");
    components.put("@method", "POST");
    components.put("@path", "/foo");
    components.put("@authority", "example.com");
    components.put("content-type", "application/json");
    components.put("content-length", "18");
    return new SignatureBase(components, ";created=1618884473;keyid=\"test-key-ed25519\"");
  }

  @Test
  @DisplayName("B.2.6. Signing a Request Using ed25519: signature base")
  void the_base_is_the_rfcs() {
    assertThat(example().text())
        .isEqualTo(
            """
            "date": Tue, 20 Apr 2021 02:07:55 GMT
            "@method": POST
            "@path": /foo
            "@authority": example.com
            "content-type": application/json
            "content-length": 18
            "@signature-params": ("date" "@method" "@path" "@authority" \
            "content-type" "content-length");created=1618884473;keyid="test-key-ed25519\"\
            """);
  }

  @Test
  @DisplayName("B.2.6. Signing a Request Using ed25519: signature")
  void the_signature_is_the_rfcs() throws Exception {
    SigningKey key = Keys.read("test-key-ed25519", TEST_KEY);

    byte[] signature = key.sign(example().text().getBytes(US_ASCII));

    assertThat(Base64.getEncoder().encodeToString(signature))
        .isEqualTo(
            "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u"
                + "02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");
  }

  @Test
  @DisplayName("B.1.4. Example ed25519 Test Key: JWK")
  void the_jwk_is_the_rfcs() throws Exception {
    SigningKey key = Keys.read("test-key-ed25519", TEST_KEY);

    assertThat(key.jwk().toString())
        .isEqualTo(
            "{kid=test-key-ed25519, alg=EdDSA, kty=OKP, crv=Ed25519,"
                + " x=JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs}");
    assertThat(key.publicKey()).hasSize(32);
  }

  @Test
  void a_value_with_a_line_break_is_refused_and_not_told() {
    SequencedMap<String, String> components = new LinkedHashMap<>();
    components.put("authorization", "GNAP s3cret\n\"@method\": GET");

    assertThatThrownBy(() -> new SignatureBase(components, ";created=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("signature component authorization is not one line of ASCII");
  }
}
