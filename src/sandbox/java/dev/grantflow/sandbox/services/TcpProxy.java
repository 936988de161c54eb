package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// A network that can fail, between a client and a server on this machine. Thread-safe.
public final class TcpProxy implements AutoCloseable {

  private static final int BACKLOG = 200;

  private final String host;
  private volatile int targetPort;
  private final ServerSocket listening;
  private final Gate gate = new Gate();
  private final AtomicReference<ProxiedConnection.Cut> nextCut =
      new AtomicReference<>(ProxiedConnection.Cut.NONE);
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

  private TcpProxy(String host, int targetPort, ServerSocket listening) {
    this.host = host;
    this.targetPort = targetPort;
    this.listening = listening;
  }

  /// Listens on the loopback address and forwards to where the server may or may not be yet.
  public static TcpProxy to(String host, int port) {
    try {
      var listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      var proxy = new TcpProxy(host, port, listening);
      Thread.ofVirtual().name("tcp-proxy").start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  /// Leads new connections to another port; those that there are go on as they are.
  public void leadTo(int port) {
    targetPort = port;
  }

  /// How many connections go through now.
  public int connections() {
    return connections.size();
  }

  /// Resets all connections that there are; new ones are taken as before.
  public void cutConnections() {
    connections.forEach(ProxiedConnection::cut);
  }

  /// From now on nothing passes, in either direction, not even the end of a connection, as when a
  /// cable is pulled: both sides keep their open sockets and hear nothing. New connections are
  /// taken and hear nothing either.
  public void blackhole() {
    gate.shut();
  }

  /// Lets pass again, first of all what was held back.
  public void restore() {
    gate.open();
  }

  /// Resets the next connection on which the client sends this text, before the server sees it.
  public void cutBefore(String text) {
    nextCut.set(new ProxiedConnection.Cut.Before(text));
  }

  /// Resets the next connection on which the client sends this text, after the server has answered
  /// it and before the client hears of that.
  public void cutAfter(String text) {
    nextCut.set(new ProxiedConnection.Cut.After(text));
  }

  /// Whether the last cut that was ordered has happened.
  public boolean hasCut() {
    return nextCut.get() instanceof ProxiedConnection.Cut.None;
  }

  @Override
  public void close() {
    try (listening) {
      cutConnections();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    gate.open();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        Thread.ofVirtual().name("tcp-proxy-connect").start(() -> connect(client));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /// A server that is not there is a connection that ends at once.
  private void connect(Socket client) {
    try {
      gate.pass();
      var connection = new ProxiedConnection(client, new Socket(host, targetPort), gate, nextCut);
      connections.add(connection);
      connection.run(() -> connections.remove(connection));
      if (listening.isClosed()) {
        connection.cut();
      }
    } catch (IOException e) {
      ProxiedConnection.reset(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ProxiedConnection.reset(client);
    }
  }
}
