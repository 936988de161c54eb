package dev.grantflow.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredFileTest {

  @TempDir Path folder;

  @Test
  void a_file_is_read_whole_up_to_its_bound() throws Exception {
    var file = Files.write(folder.resolve("file"), new byte[] {1, -2, 0, 3});

    assertThat(ConfiguredFile.read(file, 4)).containsExactly(1, -2, 0, 3);
    assertUnreadable(file, 3, "is too long");
  }

  @Test
  void what_is_no_file_is_told() throws IOException, InterruptedException {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertUnreadable(pipe, 9, "is not a file");
    assertUnreadable(folder, 9, "is not a file");
    assertUnreadable(folder.resolve("none"), 9, "does not exist");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keyset.json",
        "/etc/grantflow/keys/shop-2027.pem",
        "C:\\keys\\shop.pem",
        "/run/secrets/MC4C",
        "../my keys/schlüssel.pem"
      })
  void a_path_is_told(String path) {
    assertThat(ConfiguredFile.told(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PRIVATE KEY----- MC4CAQAwBQYDK2VwBCIEI",
        "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF",
        "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1DNENBUUF3QlFZREsyVndCQ0lF",
        "{primaryKeyId:1}",
        "\"primaryKeyId\":1",
        "one\ntwo",
        "eyJwcmltYXJ5S2V5SWQiOjE"
      })
  void what_is_no_path_is_not_repeated(String content) {
    assertThat(ConfiguredFile.told(content))
        .isEqualTo("(what is set there is no path; a key itself must never be)");
  }

  @Test
  void what_is_too_long_for_a_path_is_not_repeated() {
    assertThat(ConfiguredFile.told("x".repeat(257))).doesNotContain("xx");
  }

  private static void assertUnreadable(Path file, int bytesMax, String fault) {
    assertThatExceptionOfType(UnreadableFileException.class)
        .isThrownBy(() -> ConfiguredFile.read(file, bytesMax))
        .withMessage(fault)
        .withNoCause();
  }
}
