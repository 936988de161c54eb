package dev.grantflow.sandbox.services;

import dev.grantflow.sandbox.services.FreePorts.PortTaken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A server that runs as a child process, dies with this JVM and writes to a log file.
final class ChildServer implements AutoCloseable {

  private static final Duration BETWEEN_CHECKS = Duration.ofMillis(25);
  private static final Duration TO_END = Duration.ofSeconds(10);
  private static final int LAST_LINES = 25;

  private final String name;
  private final Process process;
  private final Path log;

  /// Where in the log this run begins.
  private final int begin;

  private ChildServer(String name, Process process, Path log, int begin) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.begin = begin;
  }

  static ChildServer start(
      String name, List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(ParentBound.command(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    int begin = Files.exists(log) ? (int) Files.size(log) : 0;
    return new ChildServer(name, builder.start(), log, begin);
  }

  /// Returns when the check says that the server is ready; ends it where that fails.
  void awaitReady(Duration limit, BooleanSupplier ready)
      throws IOException, InterruptedException, PortTaken {
    long end = System.nanoTime() + limit.toNanos();
    while (!ready.getAsBoolean()) {
      if (process.waitFor(BETWEEN_CHECKS)) {
        if (log().contains("already in use")) {
          throw new PortTaken(name + " found its port taken");
        }
        throw new ServicesUnavailable(
            "%s ended with status %d before it was ready; its last lines:%n%s"
                .formatted(name, process.exitValue(), lastLines()));
      }
      if (System.nanoTime() - end > 0) {
        String lines = lastLines();
        close();
        throw new ServicesUnavailable(
            "%s was not ready after %d s; its last lines:%n%s"
                .formatted(name, limit.toSeconds(), lines));
      }
    }
  }

  private String log() throws IOException {
    return Files.readString(log, StandardCharsets.ISO_8859_1).substring(begin);
  }

  private String lastLines() throws IOException {
    List<String> lines = log().lines().toList();
    return String.join(
        System.lineSeparator(),
        lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /// The server itself, beside the shells that watch over it.
  Optional<ProcessHandle> server() {
    Optional<String> shell = process.info().command();
    return process
        .children()
        .filter(child -> child.info().command().isPresent())
        .filter(child -> !child.info().command().equals(shell))
        .findFirst();
  }

  /// Asks the server to end and kills it where it does not in time.
  void stop() {
    try {
      process.getOutputStream().write("TERM\n".getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
      process.waitFor(TO_END);
    } catch (IOException _) {
      // It ended by itself, which closed the pipe.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /// Kills the server with SIGKILL, as a crash would; returns when it has ended.
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(TO_END.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
