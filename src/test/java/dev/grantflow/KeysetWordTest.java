package dev.grantflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Operators make keysets with the service's own program, which needs nothing else for that.
class KeysetWordTest {

  @TempDir Path folder;

  @Test
  void a_keyset_is_made_without_any_setting_and_no_key_is_printed() throws Exception {
    var file = folder.resolve("keyset.json");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Grantflow.class.getName(),
                "keyset",
                "create",
                file.toString())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GRANTFLOW_"));

    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(said.lines()).last().asString().matches("\\d+ encrypts and decrypts");
    var key = Files.readString(file).replaceAll("(?s).*\"value\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    assertThat(key).hasSizeGreaterThan(40);
    assertThat(said).doesNotContain(key);
  }
}
