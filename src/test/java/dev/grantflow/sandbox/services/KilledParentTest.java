package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs beside the services of the other tests, so it also shows that two do not disturb each
/// other.
@Timeout(180)
class KilledParentTest {

  @TempDir private Path temporary;

  @Test
  void leaves_no_process_behind_and_its_files_to_the_next_start() throws Exception {
    LocalServices neighbour = LocalServices.shared();
    assumeThat(neighbour.choice()).startsWith("child processes");
    Process parent = start();
    List<ProcessHandle> children = children(parent);
    Path scratch = folders(temporary).getFirst();
    assertThat(commands(children)).contains("mysqld", "java");
    assertThat(folders(scratch)).hasSize(1);

    parent.destroyForcibly();

    for (ProcessHandle child : children) {
      assertThat(child.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
    }
    Scratch.sweep(scratch);
    assertThat(scratch).isEmptyDirectory();
    assertThat(neighbour.newDatabase().jdbcUrl()).startsWith("jdbc:mysql:");
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    System.getProperties()
        .forEach(
            (name, value) -> {
              if (name.toString().startsWith("grantflow.")) {
                command.add("-D" + name + "=" + value);
              }
            });
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), KeepsServices.class.getName()));
    return new ProcessBuilder(command).redirectError(temporary.resolve("errors").toFile()).start();
  }

  private List<ProcessHandle> children(Process parent) throws IOException {
    try (BufferedReader output = parent.inputReader()) {
      List<String> said = new ArrayList<>();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.add(line);
        if (line.equals(KeepsServices.READY)) {
          return parent.descendants().toList();
        }
      }
      throw new AssertionError(said + Files.readString(temporary.resolve("errors")));
    }
  }

  private static List<String> commands(List<ProcessHandle> children) {
    return children.stream()
        .map(child -> Path.of(child.info().command().orElse("?")).getFileName().toString())
        .toList();
  }

  private static List<Path> folders(Path scratch) throws IOException {
    try (Stream<Path> entries = Files.list(scratch)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }
}
