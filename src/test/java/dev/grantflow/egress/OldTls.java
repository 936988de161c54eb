package dev.grantflow.egress;

import java.net.InetAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Calls a server that speaks nothing newer than TLS 1.1, by the JDK and by [HttpEgress]. A process
/// of its own, because what the JDK speaks at all is settled once for each.
final class OldTls {

  private OldTls() {}

  /// @param store of the server's key
  public static void main(String[] store) throws Exception {
    try (var server = HttpEgressTlsTest.server(Path.of(store[0]))) {
      try (var socket =
          (SSLSocket)
              SSLSocketFactory.getDefault()
                  .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
        socket.startHandshake();
        System.out.println("the JDK: " + socket.getSession().getProtocol());
      }
      System.out.println("the egress: " + HttpEgressTlsTest.send(server, "as.example"));
    }
  }
}
