package dev.grantflow.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/// A server on a bare socket, which sees requests as they are on the wire and answers whatever a
/// test wants, HTTP or not.
final class RawServer implements AutoCloseable {

  /// Writes an answer; the connection lives on when it returns and the stream is open.
  @FunctionalInterface
  interface Answer {
    void writeTo(OutputStream out) throws IOException;
  }

  private static final Pattern LENGTH =
      Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n", Pattern.CASE_INSENSITIVE);

  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Thread> serving = new ConcurrentLinkedQueue<>();
  private final ServerSocket listener;
  private final Answer answer;

  RawServer(Answer answer) {
    this(ServerSocketFactory.getDefault(), answer);
  }

  RawServer(ServerSocketFactory sockets, Answer answer) {
    this.answer = answer;
    try {
      this.listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  static RawServer answering(String... lines) {
    byte[] bytes = String.join("\r\n", lines).getBytes(ISO_8859_1);
    return new RawServer(out -> out.write(bytes));
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  int unseenRequests() {
    return requests.size();
  }

  /// The next request, head and body, one character per byte.
  String nextRequest() throws InterruptedException {
    return Objects.requireNonNull(requests.poll(10, TimeUnit.SECONDS), "no request came");
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        // What is written has left when the writing returns.
        socket.setTcpNoDelay(true);
        open.add(socket);
        connections.incrementAndGet();
        serving.add(Thread.ofVirtual().start(() -> serve(socket)));
      }
    } catch (IOException e) {
      closeConnections();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      while (true) {
        requests.add(read(socket.getInputStream()));
        answer.writeTo(socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      open.remove(socket);
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("connection closed by the client");
      }
      head.write(next);
    }
    Matcher length = LENGTH.matcher(head.toString(ISO_8859_1));
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return head.toString(ISO_8859_1) + new String(body, ISO_8859_1);
  }

  /// As a machine does that has forgotten them. A socket that is being read is closed by its
  /// reader.
  void resetConnections() throws IOException, InterruptedException {
    for (Socket socket : open) {
      socket.setSoLinger(true, 0);
    }
    closeConnections();
    for (Thread reader : serving) {
      reader.join();
    }
  }

  void closeConnections() {
    for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    closeConnections();
  }
}
