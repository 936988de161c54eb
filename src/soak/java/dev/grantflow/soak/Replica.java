package dev.grantflow.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicInteger outOfMemory = new AtomicInteger();
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
    wanted = false;
    process.destroyForcibly().waitFor();
  }

  /// As `kill` without a number; as `kill -9` where that takes too long.
  void stop() throws InterruptedException {
    wanted = false;
    process.destroy();
    if (!process.waitFor(ENDS_WITHIN)) {
      kill();
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
  Optional<String> fault() {
    return outOfMemory.get() == 0
        ? Optional.empty()
        : Optional.of("%s ran out of memory %d times".formatted(name, outOfMemory.get()));
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() {
    wanted = false;
    process.destroyForcibly();
  }

  private void supervise() {
    try {
      while (true) {
        var watched = process;
        var status = watched.waitFor();
        if (wanted && watched == process) {
          if (status == OUT_OF_MEMORY) {
            outOfMemory.incrementAndGet();
          }
          System.out.printf("           %s ended with status %d, see %s%n", name, status, log);
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
      throw new UncheckedIOException(e);
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
