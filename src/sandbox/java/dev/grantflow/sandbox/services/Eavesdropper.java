package dev.grantflow.sandbox.services;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Somebody on the network between clients and a server on this machine, who keeps what clients
/// send. Thread-safe.
public final class Eavesdropper implements AutoCloseable {

  private final int target;
  private final ServerSocket listening;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  private Eavesdropper(int target, ServerSocket listening) {
    this.target = target;
    this.listening = listening;
  }

  /// @param target port of the server at the loopback address
  public static Eavesdropper before(int target) {
    try {
      var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      var eavesdropper = new Eavesdropper(target, listening);
      Thread.ofVirtual().name("eavesdropper").start(eavesdropper::accept);
      return eavesdropper;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where clients find it, at the loopback address.
  public int port() {
    return listening.getLocalPort();
  }

  /// Everything that clients have sent so far, one character per byte.
  public String heard() {
    synchronized (heard) {
      return heard.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofVirtual().start(() -> copy(client, server, true));
        Thread.ofVirtual().start(() -> copy(server, client, false));
      } catch (IOException _) {
        // Either it ends, or the server is away, which the client notices.
      }
    }
  }

  private void copy(Socket from, Socket to, boolean isKept) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (isKept) {
          synchronized (heard) {
            heard.write(buffer, 0, count);
          }
        }
        out.write(buffer, 0, count);
        out.flush();
      }
    } catch (IOException _) {
      // One side hung up; closing both tells the other.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
