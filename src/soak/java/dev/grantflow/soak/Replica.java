package dev.grantflow.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/// A process of the packaged service, killed and started again. Where it ends by itself, as it may
/// at a start without a database, it is started anew, as any supervisor would. Safe for use by
/// several threads.
final class Replica implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration BEFORE_NEW_START = Duration.ofSeconds(1);

  /// Of `-XX:+ExitOnOutOfMemoryError`.
  private static final int OUT_OF_MEMORY = 3;

  private static final List<String> FLAGS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError",
          "-jar");

  private final String name;
  private final int port;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  /// Whose end was asked for.
  private final Set<Process> toEnd = ConcurrentHashMap.newKeySet();

  private volatile boolean wanted = true;
  private volatile Process process;

  /// @param folder for the log
  Replica(String name, int port, Path jar, Map<String, String> environment, Path folder)
      throws IOException {
    this.name = name;
    this.port = port;
    this.environment = Map.copyOf(environment);
    this.log = folder.resolve(name.replace(' ', '-') + ".log");
    this.command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add(jar.toString());
    this.process = launch();
    Thread.ofVirtual().name("supervisor of " + name).start(this::supervise);
  }

  int port() {
    return port;
  }

  /// Returns when it serves.
  void awaitReady() throws InterruptedException {
    var end = System.nanoTime() + READY_WITHIN.toNanos();
    while (!serves()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("%s does not serve, see %s".formatted(name, log));
      }
      Chronicle.pause(BETWEEN_LOOKS);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() throws InterruptedException {
    ended().destroyForcibly().waitFor();
  }

  /// As `kill` without a number; as `kill -9` where that takes too long, which is a fault.
  void stop() throws InterruptedException {
    var victim = ended();
    victim.destroy();
    if (!victim.waitFor(ENDS_WITHIN)) {
      faults.add("%s did not end within %s of being told to".formatted(name, ENDS_WITHIN));
      victim.destroyForcibly().waitFor();
    }
  }

  /// Nothing where it runs.
  void start() throws IOException {
    lock.lock();
    try {
      if (!process.isAlive()) {
        process = launch();
      }
      wanted = true;
    } finally {
      lock.unlock();
    }
  }

  /// What no supervisor may overlook.
  List<String> faults() {
    return List.copyOf(faults);
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() {
    ended().destroyForcibly();
  }

  private Process ended() {
    lock.lock();
    try {
      wanted = false;
      toEnd.add(process);
      return process;
    } finally {
      lock.unlock();
    }
  }

  private void supervise() {
    try {
      while (true) {
        var watched = process;
        var served = awaitEnd(watched);
        if (!toEnd.contains(watched) && watched == process) {
          note(watched.exitValue(), served);
          Chronicle.pause(BEFORE_NEW_START);
          if (wanted) {
            start();
          }
        } else {
          Chronicle.pause(BETWEEN_LOOKS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      faults.add("%s cannot be started: %s".formatted(name, e));
    }
  }

  /// @return whether it ever served; one that did not may have found no database at its start
  private boolean awaitEnd(Process watched) throws InterruptedException {
    while (!serves()) {
      if (watched.waitFor(BETWEEN_LOOKS)) {
        return false;
      }
    }
    watched.waitFor();
    return true;
  }

  private void note(int status, boolean served) {
    System.out.printf("           %s ended with status %d, see %s%n", name, status, log);
    if (status == OUT_OF_MEMORY) {
      faults.add("%s ran out of memory".formatted(name));
    } else if (served) {
      faults.add("%s ended by itself with status %d".formatted(name, status));
    }
  }

  private Process launch() throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private boolean serves() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
