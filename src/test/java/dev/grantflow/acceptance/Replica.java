package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.acceptance.point.Armed;
import dev.grantflow.acceptance.point.HeldBack;
import dev.grantflow.acceptance.point.OwnGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// The artifact in a process of its own, with failure points beside it.
final class Replica implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LAST_LINES = 30;

  private final Process process;
  private final Path log;

  private Replica(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// Ends at the crash's point.
  static Replica armed(ProcessBuilder service, Crash crash, Path log) throws IOException {
    put(service, Armed.POINT, crash.point().written());
    put(service, Armed.PASSAGE, Integer.toString(crash.passage()));
    return new Replica(service.start(), log);
  }

  /// Comes up as far as it can without the database.
  static Replica heldBack(ProcessBuilder service, Path log) throws IOException {
    put(service, HeldBack.HELD, "true");
    return new Replica(service.start(), log);
  }

  static void inGroup(ProcessBuilder service, String group) {
    put(service, OwnGroup.GROUP, group);
  }

  /// What stands behind `java`: the artifact as it is, whose manifest names its libraries, and the
  /// points beside it.
  static List<String> arguments(Path points) {
    return List.of(
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        PackagedService.JAR + System.getProperty("path.separator") + points,
        "dev.grantflow.Grantflow");
  }

  void awaitDeath() throws IOException, InterruptedException {
    var died = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(died).as("the armed point was not passed within %s%n%s", PATIENCE, tail()).isTrue();
    assertThat(process.exitValue()).as("%s", tail()).isEqualTo(Armed.STATUS);
  }

  void letIn() throws IOException {
    try (var input = process.getOutputStream()) {
      input.write(1);
    }
  }

  String tail() throws IOException {
    var lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static void put(ProcessBuilder service, String property, String value) {
    service.environment().put(property.toUpperCase(Locale.ROOT).replace('.', '_'), value);
  }
}
