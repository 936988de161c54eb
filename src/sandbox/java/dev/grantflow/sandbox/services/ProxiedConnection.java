package dev.grantflow.sandbox.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// The two halves of a connection through a [TcpProxy], with one thread for each direction.
final class ProxiedConnection {

  private static final int CHUNK_BYTES = 64 * 1024;

  private final Socket client;
  private final Socket server;
  private final Gate gate;
  private final AtomicReference<Cut> nextCut;
  private volatile boolean endsWithAnswer;

  ProxiedConnection(Socket client, Socket server, Gate gate, AtomicReference<Cut> nextCut) {
    this.client = client;
    this.server = server;
    this.gate = gate;
    this.nextCut = nextCut;
  }

  /// When a connection is to be cut.
  sealed interface Cut {

    Cut NONE = new None();

    record None() implements Cut {}

    record Before(String text) implements Cut {}

    record After(String text) implements Cut {}
  }

  /// Returns at once.
  ///
  /// @param afterwards is run when both directions have ended
  /// @throws IOException one side has gone already
  void run(Runnable afterwards) throws IOException {
    // Else a small answer waits here for the other side's word about the one before it.
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    var running = new AtomicInteger(2);
    Runnable ended =
        () -> {
          if (running.decrementAndGet() == 0) {
            close();
            afterwards.run();
          }
        };
    Thread.ofVirtual().name("tcp-proxy-up").start(() -> forward(client, server, ended));
    Thread.ofVirtual().name("tcp-proxy-down").start(() -> forward(server, client, ended));
  }

  /// Both sides see a reset.
  void cut() {
    reset(client);
    reset(server);
  }

  static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void forward(Socket from, Socket to, Runnable ended) {
    var chunk = new byte[CHUNK_BYTES];
    try {
      for (int read; (read = from.getInputStream().read(chunk)) >= 0; ) {
        gate.pass();
        if (from == server ? endsWithAnswer : isCutHere(new String(chunk, 0, read, ISO_8859_1))) {
          cut();
          return;
        }
        to.getOutputStream().write(chunk, 0, read);
      }
      gate.pass();
      to.shutdownOutput();
    } catch (IOException e) {
      // One side has reset, which is the other's to know once anything passes.
      passOrInterrupt();
      cut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut();
    } finally {
      ended.run();
    }
  }

  private void passOrInterrupt() {
    try {
      gate.pass();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isCutHere(String sent) {
    return switch (nextCut.get()) {
      case Cut.None() -> false;
      case Cut.Before before ->
          sent.contains(before.text()) && nextCut.compareAndSet(before, Cut.NONE);
      case Cut.After after -> {
        if (sent.contains(after.text()) && nextCut.compareAndSet(after, Cut.NONE)) {
          endsWithAnswer = true;
        }
        yield false;
      }
    };
  }

  private void close() {
    try (client;
        server) {
      // Nothing is left to be done with them.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
