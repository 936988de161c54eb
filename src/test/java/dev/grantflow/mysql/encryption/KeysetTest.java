package dev.grantflow.mysql.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import dev.grantflow.sandbox.SandboxKeyset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetTest {

  private static final byte[] SECRET = "a secret".getBytes(UTF_8);
  private static final Place PLACE = new Place("grants", "secrets", "g1");

  @TempDir Path folder;

  @Test
  void decrypts_only_in_the_place_it_was_encrypted_for() {
    var keyset = Keyset.read(SandboxKeyset.shared());
    var sealed = keyset.encrypt(SECRET, PLACE);

    assertThat(keyset.decrypt(sealed, keyset.primary(), PLACE)).isEqualTo(SECRET);
    Stream.of(
            new Place("outbox", "secrets", "g1"),
            new Place("grants", "facts", "g1"),
            new Place("grants", "secrets", "g2"))
        .forEach(
            other ->
                assertThatThrownBy(() -> keyset.decrypt(sealed, keyset.primary(), other))
                    .isInstanceOf(DamagedSecretException.class));
  }

  @Test
  void a_changed_or_shortened_ciphertext_does_not_decrypt() {
    var keyset = Keyset.read(SandboxKeyset.shared());
    var sealed = keyset.encrypt(SECRET, PLACE);

    for (var i = 0; i < sealed.length; i++) {
      var changed = sealed.clone();
      changed[i] = (byte) (changed[i] ^ 1);
      assertThatThrownBy(() -> keyset.decrypt(changed, keyset.primary(), PLACE))
          .isInstanceOf(DamagedSecretException.class);
    }
    for (var length = 0; length < sealed.length; length++) {
      var cut = Arrays.copyOf(sealed, length);
      assertThatThrownBy(() -> keyset.decrypt(cut, keyset.primary(), PLACE))
          .isInstanceOf(DamagedSecretException.class);
    }
  }

  @Test
  void another_keysets_ciphertext_is_told_by_its_key() {
    var other = Keyset.read(SandboxKeyset.make(folder));
    var sealed = other.encrypt(SECRET, PLACE);

    var keyset = Keyset.read(SandboxKeyset.shared());

    assertThatThrownBy(() -> keyset.decrypt(sealed, other.primary(), PLACE))
        .isInstanceOf(UnknownKeyException.class)
        .hasMessage(
            "the keyset does not hold key %d, under which a secret is encrypted"
                .formatted(other.primary()));
  }

  @Test
  void the_same_text_is_encrypted_differently_each_time() {
    var keyset = Keyset.read(SandboxKeyset.shared());

    assertThat(keyset.encrypt(SECRET, PLACE)).isNotEqualTo(keyset.encrypt(SECRET, PLACE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{}", "[]", "no json", "{\"primaryKeyId\":1,\"key\":[]}", "\0"})
  void a_file_without_a_keyset_is_refused_in_one_sentence(String content) throws IOException {
    var file = Files.writeString(folder.resolve("keyset.json"), content);

    assertThatThrownBy(() -> Keyset.read(file))
        .isInstanceOf(InvalidKeysetException.class)
        .hasNoCause()
        .hasMessage(
            "grantflow.encryption.keyset-file: %s is no Tink keyset in JSON and in clear, or an"
                    .formatted(file)
                + " empty one; make one by: java -jar grantflow.jar keyset create keyset.json, see"
                + " docs/operations.md");
  }

  @Test
  void a_file_with_a_key_of_no_known_status_is_refused_in_one_sentence() throws IOException {
    var made = SandboxKeyset.make(folder);
    var text = Files.readString(made);
    var file =
        Files.writeString(folder.resolve("keyset.json"), text.replace("ENABLED", "UNKNOWN_STATUS"));

    assertThat(text).contains("ENABLED");
    assertThatThrownBy(() -> Keyset.read(file))
        .isInstanceOf(InvalidKeysetException.class)
        .hasMessageContaining("is no Tink keyset");
  }

  @ParameterizedTest
  @MethodSource("otherTypes")
  void a_keyset_of_another_type_is_refused(Parameters type) throws Exception {
    var file = write(KeysetHandle.generateNew(type, RegistryConfiguration.get()));

    assertThatThrownBy(() -> Keyset.read(file))
        .isInstanceOf(InvalidKeysetException.class)
        .hasMessageContaining(file + " holds a key of another type than AES256_GCM");
  }

  static Stream<Parameters> otherTypes() throws GeneralSecurityException {
    Keyset.register();
    MacConfig.register();
    return Stream.of(
        PredefinedAeadParameters.AES128_GCM,
        PredefinedAeadParameters.CHACHA20_POLY1305,
        PredefinedMacParameters.HMAC_SHA256_256BITTAG);
  }

  @Test
  void a_missing_file_and_a_folder_are_told() {
    assertThatThrownBy(() -> Keyset.read(folder.resolve("none")))
        .hasMessageContaining(folder.resolve("none") + " does not exist;");
    assertThatThrownBy(() -> Keyset.read(folder)).hasMessageContaining(folder + " is not a file;");
  }

  @Test
  void a_damaged_key_is_told_and_not_shown() throws IOException {
    var file = SandboxKeyset.make(folder);
    Files.writeString(file, Files.readString(file).replaceAll("(\"value\"\\s*:\\s*\")", "$1AAAA"));

    assertThatThrownBy(() -> Keyset.read(file))
        .isInstanceOf(InvalidKeysetException.class)
        .hasNoCause()
        .hasMessageContaining(file + " holds a key that is damaged;");
  }

  @Test
  void a_keyset_prints_no_key() throws IOException {
    var file = SandboxKeyset.make(folder);
    var value = Files.readString(file).replaceAll("(?s).*\"value\"\\s*:\\s*\"([^\"]+)\".*", "$1");

    assertThat(value).hasSizeGreaterThan(40);
    assertThat(Keyset.read(file).toString()).doesNotContain(value).contains("primary");
  }

  @Test
  void a_mistake_stops_the_start_and_names_the_setting() {
    var second = Duration.ofSeconds(1);
    assertThatThrownBy(
            () -> new EncryptionSettings(folder, Duration.ZERO, second, 1, Duration.ZERO))
        .hasMessage("grantflow.encryption.reload is PT0S and must be at least 1s");
    assertThatThrownBy(
            () -> new EncryptionSettings(folder, second, Duration.ZERO, 1, Duration.ZERO))
        .hasMessage("grantflow.encryption.interval is PT0S and must be at least 1s");
    assertThatThrownBy(() -> new EncryptionSettings(folder, second, second, 0, Duration.ZERO))
        .hasMessage("grantflow.encryption.batch-size is 0 and must be from 1 to 1000");
    assertThatThrownBy(
            () -> new EncryptionSettings(folder, second, second, 1, Duration.ofSeconds(-1)))
        .hasMessage("grantflow.encryption.pause is PT-1S and must be 0s or longer");
  }

  private Path write(KeysetHandle handle) throws GeneralSecurityException, IOException {
    return Files.writeString(
        folder.resolve("keyset.json"),
        TinkJsonProtoKeysetFormat.serializeKeyset(
            handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
  }
}
