package dev.grantflow.sandbox.services;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Runs a command that ends by itself, and ends with this JVM at the latest.
final class Command {

  private static final int LINES_KEPT = 200;

  private Command() {}

  /// @param output the last lines of both of its outputs
  record Result(int status, String output) {}

  static Result run(
      List<String> command, Map<String, String> environment, Consumer<String> eachLine)
      throws IOException, InterruptedException {
    return run(command, environment, Path.of("").toAbsolutePath(), eachLine);
  }

  static Result run(
      List<String> command, Map<String, String> environment, Path folder, Consumer<String> eachLine)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(ParentBound.command(command))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    Deque<String> lines = new ArrayDeque<>();
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        eachLine.accept(line);
        lines.add(line);
        if (lines.size() > LINES_KEPT) {
          lines.remove();
        }
      }
    }
    int status = process.waitFor();
    process.getOutputStream().close();
    return new Result(status, String.join(System.lineSeparator(), lines));
  }
}
