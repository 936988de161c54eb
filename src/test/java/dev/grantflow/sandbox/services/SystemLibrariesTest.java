package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemLibrariesTest {

  @TempDir private Path folder;

  @Test
  void are_left_alone_where_the_program_runs() throws Exception {
    assertThat(libraries().neededBy(program("exit 0"))).isEmpty();
  }

  @Test
  void come_from_the_cache_where_one_is_missing() throws Exception {
    Path cached = folder.resolve("cache").resolve("libaio.so.1-" + System.getProperty("os.arch"));
    Files.createDirectories(cached);
    Path program =
        program(
            """
            case "$LD_LIBRARY_PATH" in *libaio*) exit 0;; esac
            echo mysqld: error while loading shared libraries: libaio.so.1: cannot open >&2
            exit 127
            """);

    assertThat(libraries().neededBy(program))
        .isEqualTo(Map.of("LD_LIBRARY_PATH", cached.toString()));
  }

  @Test
  void are_named_where_nothing_is_known_of_them() throws Exception {
    Path program =
        program(
            "echo mysqld: error while loading shared libraries: libodd.so.9: cannot open; exit"
                + " 127");

    assertThatThrownBy(() -> libraries().neededBy(program))
        .isInstanceOf(ServicesUnavailable.class)
        .hasMessageContaining("libodd.so.9: cannot open")
        .hasMessageContaining("grantflow.services=addresses");
  }

  @Test
  void can_be_installed_by_hand_on_the_common_distributions() {
    assertThat(SystemLibrary.of("libaio.so.1").orElseThrow().remedy())
        .contains(
            "apt-get install libaio1", "libaio1t64", "dnf install libaio", "pacman -S libaio");
  }

  private SystemLibraries libraries() {
    return new SystemLibraries(new UserCache(folder.resolve("cache"), _ -> {}), _ -> {});
  }

  private Path program(String script) throws IOException {
    Path program = folder.resolve("program");
    Files.createFile(
        program,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return Files.writeString(program, "#!/bin/sh\n" + script);
  }
}
