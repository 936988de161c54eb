package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

  @TempDir private Path parent;

  @Test
  void leaves_nothing_when_it_is_closed() throws IOException {
    Scratch scratch = Scratch.make(parent);
    Files.writeString(Files.createDirectory(scratch.folder().resolve("a")).resolve("b"), "c");

    scratch.close();

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void keeps_what_is_in_use_when_others_sweep() throws IOException {
    try (Scratch scratch = Scratch.make(parent)) {
      Path file = Files.writeString(scratch.folder().resolve("b"), "c");

      Scratch.sweep(parent);

      assertThat(file).hasContent("c");
    }
  }

  @Test
  void is_still_in_use_to_other_processes_after_a_sweep_in_this_one() throws Exception {
    try (Scratch scratch = Scratch.make(parent)) {
      Path file = Files.writeString(scratch.folder().resolve("b"), "c");
      Scratch.sweep(parent);

      int status = sweepInAnotherJvm();

      assertThat(status).isZero();
      assertThat(file).hasContent("c");
    }
  }

  private int sweepInAnotherJvm() throws IOException, InterruptedException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Sweeper.class.getName(),
            parent.toString())
        .inheritIO()
        .start()
        .waitFor();
  }

  /// Another build.
  static final class Sweeper {

    private Sweeper() {}

    static void main(String[] arguments) throws IOException {
      Scratch.sweep(Path.of(arguments[0]));
    }
  }

  @Test
  void removes_what_nobody_holds_any_more() throws IOException {
    Files.writeString(parent.resolve("dead.lock"), "");
    Files.writeString(Files.createDirectory(parent.resolve("dead")).resolve("b"), "c");

    Scratch.sweep(parent);

    assertThat(parent).isEmptyDirectory();
  }
}
