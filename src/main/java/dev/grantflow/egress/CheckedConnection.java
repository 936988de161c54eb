package dev.grantflow.egress;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;

/// A connection that can tell, before it is used again, whether its server has closed it or has
/// sent what nobody asked for: no such bytes are the answer to the next request (RFC 9112 §9.2).
///
/// The library takes them for that answer, and looks for the end by reading for a millisecond. Here
/// the socket is asked, which has to be one of [#socket()], and whatever has come since the last
/// answer ends the connection, be it of TLS itself or an empty line. What comes later than that
/// cannot be told from the answer. Used by whoever has leased it.
final class CheckedConnection extends DefaultManagedHttpClientConnection {

  private static final AtomicLong COUNT = new AtomicLong();

  private final WholeHeadParser parser;

  CheckedConnection(Http1Config http1) {
    this(http1, new WholeHeadParser(http1));
  }

  private CheckedConnection(Http1Config http1, WholeHeadParser parser) {
    super("egress-" + COUNT.getAndIncrement(), null, null, http1, null, null, null, _ -> parser);
    this.parser = parser;
  }

  /// Not connected.
  static Socket socket() throws IOException {
    return SocketChannel.open().socket();
  }

  @Override
  public boolean isStale() throws IOException {
    var sockets = getSocketHolder();
    return sockets == null
        || parser.hasMore()
        // Of TLS this is what has been decrypted.
        || sockets.getInputStream().available() > 0
        || hasMoreOrEnded(sockets.getBaseSocket().getChannel());
  }

  /// What it reads is lost, and the connection with it.
  private static boolean hasMoreOrEnded(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    try {
      return channel.read(ByteBuffer.allocate(1)) != 0;
    } finally {
      channel.configureBlocking(true);
    }
  }
}
