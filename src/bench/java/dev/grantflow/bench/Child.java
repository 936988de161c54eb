package dev.grantflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program of this class path in a JVM of its own, which is asked by lines and answers by lines.
/// It has to end when its standard input does, which it does at the latest with this JVM.
final class Child implements AutoCloseable {

  /// Warnings at most.
  private static final String QUIET = "-Dlogback.configurationFile=logback-sandbox.xml";

  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.questions = new PrintStream(process.getOutputStream(), true, UTF_8);
  }

  static Child start(Class<?> program, List<String> jvm, List<String> arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(jvm);
    command.add(QUIET);
    command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), program.getName()));
    command.addAll(arguments);
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Child(program.getSimpleName(), process);
  }

  /// For the program itself, before all else. What it and its libraries print otherwise goes to the
  /// terminal: nobody reads it among the answers, and whoever prints there would stand still once
  /// the pipe is full.
  ///
  /// @return where answers are written
  static PrintStream answersOfThis() {
    var answers = System.out;
    System.setOut(System.err);
    return answers;
  }

  String ask(String question) {
    questions.println(question);
    return answer();
  }

  String answer() {
    try {
      var line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException(name + " has ended without an answer");
      }
      return line;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() {
    questions.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
