package dev.grantflow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/// Asks a health endpoint of this machine and ends with what it said: for containers whose health
/// is asked for by a command, in an image that has neither a shell nor `curl`. It needs the jar
/// alone, none of its libraries, so that asking costs little.
final class HealthCheck {

  private static final int TIMEOUT_MILLIS = 3000;

  private HealthCheck() {}

  /// Ends with status 0 when the answer is 200, with 1 when it is another or there is none, with 2
  /// when it is told of no address.
  ///
  /// @param arguments the address, such as `http://127.0.0.1:8081/health/readiness`
  static void main(String[] arguments) {
    System.exit(arguments.length == 1 ? status(URI.create(arguments[0])) : 2);
  }

  static int status(URI health) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), health.getPort()),
          TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(health.getRawPath(), health.getAuthority())
                  .getBytes(US_ASCII));
      var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      var line = answer.readLine();
      return line != null && line.startsWith("HTTP/1.1 200 ") ? 0 : 1;
    } catch (IOException _) {
      return 1;
    }
  }
}
