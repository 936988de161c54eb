package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The cable before the authorization server: passes everything on and remembers it, and so knows
/// every secret that was ever said, by either side or by a browser.
final class Wire implements AutoCloseable {

  /// The first group names what it is, the second is the secret.
  private static final Pattern SECRET =
      Pattern.compile(
          "(?:\"|[?&])(value|finish|nonce|interact_ref|user_code|code)(?:\":\"|=)([A-Za-z0-9-]{8,})");

  private static final Pattern CONTINUE =
      Pattern.compile("\"(continue)\":\\{\"access_token\":\\{\"value\":\"([A-Za-z0-9-]{8,})");

  private static final Pattern CALLBACK = Pattern.compile("/(finish)/([A-Za-z0-9_-]{16,})");

  private final ServerSocket listening;
  private final int to;
  private final Queue<ByteArrayOutputStream> said = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  private Wire(ServerSocket listening, int to) {
    this.listening = listening;
    this.to = to;
  }

  static Wire to(int port) {
    try {
      var wire = new Wire(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
      Thread.ofVirtual().start(wire::accept);
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  Stream<Canary> secrets() {
    var text =
        said.stream().map(bytes -> bytes.toString(ISO_8859_1)).collect(Collectors.joining("\n"));
    return Stream.of(CONTINUE, SECRET, CALLBACK)
        .flatMap(pattern -> pattern.matcher(text).results())
        .map(found -> Canary.of(found.group(1), found.group(2)))
        .distinct();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), to);
        sockets.add(client);
        sockets.add(server);
        pump(client, server);
        pump(server, client);
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void pump(Socket from, Socket into) throws IOException {
    var kept = new ByteArrayOutputStream();
    said.add(kept);
    var input = from.getInputStream();
    var output = into.getOutputStream();
    Thread.ofVirtual().start(() -> pump(input, output, kept));
  }

  private static void pump(InputStream input, OutputStream output, ByteArrayOutputStream kept) {
    var bytes = new byte[8192];
    try (output) {
      for (int read = input.read(bytes); read >= 0; read = input.read(bytes)) {
        kept.write(bytes, 0, read);
        output.write(bytes, 0, read);
        output.flush();
      }
    } catch (IOException ended) {
      // One of the two went away, which the other is told of by the end of its connection.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
