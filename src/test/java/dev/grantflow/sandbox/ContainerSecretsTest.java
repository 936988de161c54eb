package dev.grantflow.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the first start of `docker-compose.yml` makes, and the later ones keep.
class ContainerSecretsTest {

  @TempDir Path folder;

  @Test
  void a_second_start_keeps_what_the_first_made() throws IOException {
    ContainerSecrets.make(folder);
    var first = files();

    ContainerSecrets.make(folder);

    assertThat(files()).isEqualTo(first);
    assertThat(first.keySet())
        .containsExactly(
            "grantflow/application.yml",
            "grantflow/clients/shop/key.pem",
            "grantflow/keyset.json",
            "mysql/password",
            "mysql/root-password",
            "sandbox/client-secret",
            "sandbox/shop-key");
  }

  @Test
  void two_installations_have_nothing_in_common() throws IOException {
    ContainerSecrets.make(folder.resolve("one"));
    ContainerSecrets.make(folder.resolve("two"));

    var all = files();

    assertThat(all.values()).doesNotHaveDuplicates();
  }

  @Test
  void grantflow_has_the_password_that_mysql_has() throws IOException {
    ContainerSecrets.make(folder);

    assertThat(folder.resolve("grantflow/application.yml"))
        .content()
        .contains("password: \"" + Files.readString(folder.resolve("mysql/password")) + "\"");
  }

  @Test
  void a_start_that_was_stopped_half_way_is_made_good() throws IOException {
    ContainerSecrets.make(folder);
    Files.delete(folder.resolve("grantflow/clients/shop/key.pem"));
    var old = Files.readAllBytes(folder.resolve("sandbox/shop-key"));

    ContainerSecrets.make(folder);

    assertThat(folder.resolve("grantflow/clients/shop/key.pem")).isNotEmptyFile();
    assertThat(Files.readAllBytes(folder.resolve("sandbox/shop-key"))).isNotEqualTo(old);
  }

  /// Each container has a user of its own, and none of them is the one that made the files.
  @Test
  void every_user_in_a_container_can_read_them_and_none_can_change_them() throws IOException {
    ContainerSecrets.make(folder);

    for (var file : files().keySet()) {
      assertThat(Files.getPosixFilePermissions(folder.resolve(file)))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.GROUP_READ,
              PosixFilePermission.OTHERS_READ);
    }
  }

  private Map<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    try (var all = Files.walk(folder)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            folder.relativize(file).toString(), new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return files;
  }
}
