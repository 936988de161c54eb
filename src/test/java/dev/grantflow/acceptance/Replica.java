package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.acceptance.point.Armed;
import dev.grantflow.acceptance.point.HeldBack;
import dev.grantflow.acceptance.point.OwnGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// The artifact in a process of its own, with failure points beside it.
final class Replica implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int LAST_LINES = 30;

  private final Process process;
  private final Path log;

  private Replica(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Replica of(ProcessBuilder service, Path log) throws IOException {
    return new Replica(service.start(), log);
  }

  /// Ends at the point.
  static Replica armed(ProcessBuilder service, String point, int passage, Path log)
      throws IOException {
    put(service, Armed.POINT, point);
    put(service, Armed.PASSAGE, Integer.toString(passage));
    return of(service, log);
  }

  /// Comes up as far as it can without the database.
  static Replica heldBack(ProcessBuilder service, Path log) throws IOException {
    put(service, HeldBack.HELD, "true");
    return of(service, log);
  }

  static void inGroup(ProcessBuilder service, String group) {
    put(service, OwnGroup.GROUP, group);
  }

  void awaitDeath() throws IOException, InterruptedException {
    assertThat(awaitEnd()).as("%s", tail()).isEqualTo(Armed.STATUS);
  }

  int awaitEnd() throws IOException, InterruptedException {
    var ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(ended).as("it did not end within %s%n%s", PATIENCE, tail()).isTrue();
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
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
