package dev.grantflow.sandbox.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TcpProxyTest {

  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final ServerSocket echo = startEcho();
  private final TcpProxy proxy = TcpProxy.to("127.0.0.1", echo.getLocalPort());

  @AfterEach
  void close() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void forwards_both_ways_until_it_ends() throws Exception {
    try (var client = connect()) {
      say(client, "hello");
      assertThat(hear(client)).isEqualTo("hello");
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void a_cut_resets_what_there_is_and_lets_new_connections_pass() throws Exception {
    try (var client = connect()) {
      say(client, "hello");
      hear(client);
      proxy.cutConnections();

      assertThatThrownBy(() -> hear(client)).isInstanceOf(SocketException.class);
      try (var later = connect()) {
        say(later, "again");
        assertThat(hear(later)).isEqualTo("again");
      }
    }
  }

  @Test
  void a_black_hole_keeps_connections_open_and_silent_until_it_is_restored() throws Exception {
    try (var client = connect()) {
      say(client, "before");
      hear(client);
      proxy.blackhole();
      try (var late = connect()) {
        say(client, "held");
        say(late, "late");
        client.setSoTimeout(200);
        assertThatThrownBy(() -> hear(client)).isInstanceOf(SocketTimeoutException.class);
        assertThat(heard).containsExactly("before");

        proxy.restore();

        client.setSoTimeout(0);
        assertThat(hear(client)).isEqualTo("held");
        assertThat(hear(late)).isEqualTo("late");
      }
    }
  }

  @Test
  void a_cut_before_a_text_keeps_it_from_the_server() throws Exception {
    try (var client = connect()) {
      say(client, "hello");
      hear(client);
      proxy.cutBefore("commit");
      say(client, "now commit");

      assertThatThrownBy(() -> hear(client)).isInstanceOf(SocketException.class);
      assertThat(heard).containsExactly("hello");
      assertThat(proxy.hasCut()).isTrue();
    }
  }

  @Test
  void a_cut_after_a_text_lets_the_server_act_on_it_and_the_client_not_know() throws Exception {
    try (var client = connect()) {
      proxy.cutAfter("commit");
      say(client, "hello");
      assertThat(hear(client)).isEqualTo("hello");
      assertThat(proxy.hasCut()).isFalse();
      say(client, "now commit");

      assertThatThrownBy(() -> hear(client)).isInstanceOf(SocketException.class);
      assertThat(heard).containsExactly("hello", "now commit");
    }
  }

  @Test
  void what_begins_after_it_leads_elsewhere_goes_there_and_what_there_is_goes_on()
      throws Exception {
    try (var client = connect();
        var other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      say(client, "before");
      hear(client);

      proxy.leadTo(other.getLocalPort());

      try (var later = connect();
          var there = other.accept()) {
        say(later, "hello");
        assertThat(hear(there)).isEqualTo("hello");
      }
      say(client, "still");
      assertThat(hear(client)).isEqualTo("still");
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static String hear(Socket socket) throws IOException {
    var bytes = new byte[100];
    var read = socket.getInputStream().read(bytes);
    return new String(bytes, 0, read, UTF_8);
  }

  private ServerSocket startEcho() {
    try {
      var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      Thread.ofVirtual()
          .start(
              () -> {
                while (!server.isClosed()) {
                  try {
                    var socket = server.accept();
                    Thread.ofVirtual().start(() -> echo(socket));
                  } catch (IOException _) {
                    return;
                  }
                }
              });
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void echo(Socket socket) {
    try (socket) {
      var bytes = new byte[100];
      for (int read; (read = socket.getInputStream().read(bytes)) > 0; ) {
        heard.add(new String(bytes, 0, read, UTF_8));
        socket.getOutputStream().write(bytes, 0, read);
      }
    } catch (IOException _) {
      heard.remove("");
    }
  }
}
