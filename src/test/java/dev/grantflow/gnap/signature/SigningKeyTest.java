package dev.grantflow.gnap.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

  private static final KeyPair ED25519 = Keys.pair("Ed25519");

  @Test
  void reads_what_the_jdk_writes() throws Exception {
    SigningKey key = Keys.read("k", Keys.pem("PRIVATE KEY", ED25519.getPrivate()));

    byte[] spki = ED25519.getPublic().getEncoded();
    assertThat(key.publicKey()).isEqualTo(Arrays.copyOfRange(spki, spki.length - 32, spki.length));
  }

  @Test
  void forgives_line_ends_of_windows_and_text_around_the_block() throws Exception {
    String pem = Keys.pem("PRIVATE KEY", ED25519.getPrivate());

    SigningKey key =
        Keys.read("k", "\ufeffBag Attributes\r\n" + pem.replace("\n", "\r\n") + "\r\n");

    assertThat(key.jwk()).isEqualTo(Keys.read("k", pem).jwk());
  }

  static Stream<Arguments> faults() {
    String pem = Keys.pem("PRIVATE KEY", ED25519.getPrivate());
    byte[] der = ED25519.getPrivate().getEncoded();
    String wanted =
        "; an Ed25519 private key in PKCS#8 PEM form is needed (-----BEGIN PRIVATE KEY-----)";
    String damaged = "the private key is damaged or cut off: its content cannot be decoded";
    return Stream.of(
        Arguments.of("", "this is not a PEM file" + wanted),
        Arguments.of(Base64.getEncoder().encodeToString(der), "this is not a PEM file" + wanted),
        Arguments.of(
            Keys.pem("ENCRYPTED PRIVATE KEY", der),
            "the private key is encrypted, and there is no passphrase" + wanted),
        Arguments.of(
            Keys.pem("PUBLIC KEY", ED25519.getPublic()),
            "this is a public key, not the private one" + wanted),
        Arguments.of(
            Keys.pem("PRIVATE KEY", Keys.pair("RSA").getPrivate()),
            "this is an RSA key instead of an Ed25519 key" + wanted),
        Arguments.of(
            Keys.pem("PRIVATE KEY", Keys.pair("EC").getPrivate()),
            "this is an elliptic curve key instead of an Ed25519 key" + wanted),
        Arguments.of(
            Keys.pem("PRIVATE KEY", Keys.pair("X25519").getPrivate()),
            "this is a key of algorithm 1.3.101.110 instead of an Ed25519 key" + wanted),
        Arguments.of(
            Keys.pem("RSA PRIVATE KEY", der),
            "this is an RSA key instead of an Ed25519 key" + wanted),
        Arguments.of(
            Keys.pem("EC PRIVATE KEY", der),
            "this is an elliptic curve key instead of an Ed25519 key" + wanted),
        Arguments.of(
            Keys.pem("OPENSSH PRIVATE KEY", der),
            "this is a private key in the form of OpenSSH" + wanted),
        Arguments.of(Keys.pem("X509 CRL", der), "the PEM file holds a X509 CRL" + wanted),
        Arguments.of(pem.substring(0, 60), "the PEM file is cut off: its END line is missing"),
        Arguments.of(Keys.pem("PRIVATE KEY", Arrays.copyOf(der, 40)), damaged),
        Arguments.of(Keys.pem("PRIVATE KEY", new byte[0]), damaged),
        Arguments.of(Keys.pem("PRIVATE KEY", ED25519.getPublic()), damaged),
        Arguments.of(shortened(der), damaged));
  }

  /// Well-formed, but with a key of 31 bytes.
  private static String shortened(byte[] der) {
    byte[] shorter = Arrays.copyOf(der, der.length - 1);
    shorter[1]--;
    shorter[13]--;
    shorter[15]--;
    return Keys.pem("PRIVATE KEY", shorter);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void names_the_fault_and_nothing_of_the_key(String pem, String message) {
    assertThatThrownBy(() -> Keys.read("k", pem))
        .isInstanceOf(InvalidSigningKeyException.class)
        .hasMessage(message)
        .hasNoCause();
  }

  @Test
  void a_wrong_bit_or_length_anywhere_is_a_fault_or_another_key() {
    byte[] der = ED25519.getPrivate().getEncoded();
    Stream<byte[]> cut = IntStream.range(0, der.length).mapToObj(n -> Arrays.copyOf(der, n));
    Stream<byte[]> flipped =
        IntStream.range(0, der.length * 8)
            .mapToObj(
                bit -> {
                  byte[] other = der.clone();
                  other[bit / 8] = (byte) (other[bit / 8] ^ (1 << bit % 8));
                  return other;
                });

    assertThat(Stream.concat(cut, flipped).map(damaged -> Keys.pem("PRIVATE KEY", damaged)))
        .allSatisfy(
            pem ->
                assertThat(catchThrowable(() -> Keys.read("k", pem)))
                    .satisfiesAnyOf(
                        fault -> assertThat(fault).isNull(),
                        fault -> assertThat(fault).isInstanceOf(InvalidSigningKeyException.class)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "\u00e9"})
  void a_key_id_must_survive_a_string_splitting_verifier(String keyId) {
    String pem = Keys.pem("PRIVATE KEY", ED25519.getPrivate());

    assertThatThrownBy(() -> Keys.read(keyId, pem))
        .isInstanceOf(InvalidSigningKeyException.class)
        .hasMessageStartingWith("the key id must be");
  }
}
