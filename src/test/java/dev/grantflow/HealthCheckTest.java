package dev.grantflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The status by which a container engine knows whether the service may be sent anybody.
class HealthCheckTest {

  @ParameterizedTest
  @CsvSource({"200, 0", "503, 1", "404, 1", "303, 1"})
  void only_200_is_healthy(int answer, int status) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var http = HttpServer.create(loopback, 0);
    http.createContext(
        "/health/readiness",
        exchange -> {
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    http.start();
    try {
      assertThat(HealthCheck.status(at(http.getAddress().getPort()))).isEqualTo(status);
    } finally {
      http.stop(0);
    }
  }

  @Test
  void where_nobody_answers_it_is_not_healthy() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThat(HealthCheck.status(at(port))).isEqualTo(1);
  }

  private static URI at(int port) {
    return URI.create("http://127.0.0.1:" + port + "/health/readiness");
  }
}
