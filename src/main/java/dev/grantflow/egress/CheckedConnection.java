package dev.grantflow.egress;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/// A connection that can tell, before it is used again, whether its server has closed it or has
/// sent what nobody asked for: no such bytes are the answer to the next request (RFC 9112 §9.2).
///
/// The library takes such bytes for that answer, and finds out about the end by waiting a
/// millisecond for something to read, on a thread that a timer wakes with an exception. Here the
/// socket is asked, which has to be one of [#socket()]. Used by whoever has leased it, alone.
final class CheckedConnection extends DefaultManagedHttpClientConnection {

  private static final AtomicLong COUNT = new AtomicLong();

  private static final Timeout MOMENT = Timeout.ofMilliseconds(1);

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
    if (!isOpen() || parser.hasMore()) {
      return true;
    }
    var sockets = getSocketHolder();
    if (sockets.getBaseSocket().getInputStream().available() == 0) {
      return hasEnded(sockets.getBaseSocket().getChannel());
    }
    // TLS has things of its own to say, which the library reads.
    return sockets.getSSLSocket() == null || super.isStale() || isDataAvailable(MOMENT);
  }

  /// Or something has just come: that is lost, so the connection is too.
  private static boolean hasEnded(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    try {
      return channel.read(ByteBuffer.allocate(1)) != 0;
    } finally {
      channel.configureBlocking(true);
    }
  }
}
