package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Ports that were free a moment ago. Somebody else may take one before the server binds it, so the
/// start is tried again with others. They lie below those that systems give to outgoing
/// connections: a client that tries to reach a server while it is down would otherwise get its port
/// in time.
public final class FreePorts {

  private static final int ATTEMPTS = 5;
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;

  private FreePorts() {}

  public static List<Integer> choose(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      while (sockets.size() < count) {
        bound(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST)).ifPresent(sockets::add);
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private static Optional<ServerSocket> bound(int port) {
    try {
      return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// @param count ports that each attempt gets
  static <T> T retry(int count, Start<T> start) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return start.on(choose(count));
      } catch (PortTaken e) {
        if (attempt == ATTEMPTS) {
          throw new ServicesUnavailable(
              "No free port could be had in %d attempts".formatted(attempt), e);
        }
      }
    }
  }

  /// Starts a server and waits until it is ready.
  @FunctionalInterface
  interface Start<T> {
    T on(List<Integer> ports) throws IOException, InterruptedException, PortTaken;
  }

  /// The server ended because a port was in use.
  static final class PortTaken extends Exception {
    private static final long serialVersionUID = 1L;

    PortTaken(String message) {
      super(message);
    }
  }
}
