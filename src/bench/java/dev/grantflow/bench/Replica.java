package dev.grantflow.bench;

import dev.grantflow.sandbox.services.FreePorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The service as a process of its own.
///
/// @param secondsToReady from the start of the process until it said that it is ready
record Replica(Process process, URI uri, Path log, double secondsToReady) implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /// Returns when it is ready.
  ///
  /// @param options of its JVM, among them what is to be run
  static Replica start(List<String> options, Map<String, String> settings, Path log)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(options);
    var ports = FreePorts.choose(2);
    var uri = URI.create("http://127.0.0.1:" + ports.getFirst());
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("GRANTFLOW_PORT", ports.getFirst().toString());
    builder.environment().put("GRANTFLOW_MANAGEMENT_PORT", ports.getLast().toString());
    // Where several are behind one name, any of them stands for all.
    builder.environment().put("GRANTFLOW_PUBLIC_URI", uri.toString());
    builder.environment().putAll(settings);
    var begin = System.nanoTime();
    var process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    awaitReady(
        process, URI.create("http://127.0.0.1:%s/health/readiness".formatted(ports.get(1))), log);
    return new Replica(process, uri, log, (System.nanoTime() - begin) / 1e9);
  }

  private static void awaitReady(Process process, URI readiness, Path log) throws IOException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isListening(readiness) || !isReady(readiness)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IllegalStateException("not ready: " + Files.readString(log));
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /// Asked first, because it costs next to nothing: who asks takes time of the processors too.
  private static boolean isListening(URI readiness) {
    try (var _ =
        SocketChannel.open(new InetSocketAddress(readiness.getHost(), readiness.getPort()))) {
      return true;
    } catch (IOException _) {
      // Nobody listens yet.
      return false;
    }
  }

  private static boolean isReady(URI readiness) {
    try {
      return HTTP.send(HttpRequest.newBuilder(readiness).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException _) {
      // Not long enough for an answer.
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
