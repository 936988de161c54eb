package dev.grantflow.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Exchange.Reply;
import dev.grantflow.sandbox.services.Authority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a connection on which a server has answered once.
@Timeout(30)
class ReusedConnectionTest {

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static DestinationSettings destinations;

  @SuppressWarnings("NullAway.Init")
  private static ServerSocketFactory secured;

  @BeforeAll
  static void make() throws Exception {
    var authority = Authority.make(Files.createDirectory(folder.resolve("private")), "Private CA");
    destinations = new DestinationSettings(List.of("any"), null, null, authority.pem());
    secured = CertificatesTest.sockets(authority.issue("as.example"));
  }

  private static RawServer server(String scheme, RawServer.Answer answer) {
    return new RawServer(
        scheme.equals("https") ? secured : ServerSocketFactory.getDefault(), answer);
  }

  private static HttpEgress egress() {
    return new HttpEgress(
        Calls.LOCAL, destinations, _ -> new InetAddress[] {InetAddress.getLoopbackAddress()});
  }

  private static String send(HttpEgress egress, String scheme, RawServer server) {
    var exchange = egress.send(Calls.get(scheme + "://as.example:" + server.port() + "/grant"));
    assertThat(exchange).isInstanceOf(Reply.class);
    return new String(((Reply) exchange).body(), US_ASCII);
  }

  private static void answer(OutputStream out, String body) throws IOException {
    out.write(text(body).getBytes(US_ASCII));
    out.flush();
  }

  private static String text(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void it_is_used_again(String scheme) throws Exception {
    var answered = new AtomicInteger();
    try (var server = server(scheme, out -> answer(out, "answer " + answered.incrementAndGet()));
        var egress = egress()) {
      assertThat(send(egress, scheme, server)).isEqualTo("answer 1");
      assertThat(send(egress, scheme, server)).isEqualTo("answer 2");
      assertThat(send(egress, scheme, server)).isEqualTo("answer 3");

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void it_is_replaced_where_the_server_has_closed_it(String scheme) throws Exception {
    try (var server = server(scheme, out -> answer(out, "ok"));
        var egress = egress()) {
      send(egress, scheme, server);
      server.closeConnections();

      assertThat(send(egress, scheme, server)).isEqualTo("ok");

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void it_is_replaced_where_the_server_has_reset_it() throws Exception {
    try (var server = server("http", out -> answer(out, "ok"));
        var egress = egress()) {
      send(egress, "http", server);
      server.resetConnections();

      assertThat(send(egress, "http", server)).isEqualTo("ok");

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /// RFC 9112 §9.2: it is nobody's answer. Whatever of them is read at once.
  @ParameterizedTest
  @CsvSource({"http, 0", "http, 9000", "https, 0", "https, 9000"})
  void an_answer_that_came_with_the_last_one_is_not_the_next_ones(String scheme, int padding)
      throws Exception {
    var answered = new AtomicInteger();
    RawServer.Answer twice =
        out ->
            out.write(
                (text("answer " + answered.incrementAndGet() + "!".repeat(padding)) + text("stray"))
                    .getBytes(US_ASCII));
    try (var server = server(scheme, twice);
        var egress = egress()) {
      assertThat(send(egress, scheme, server)).startsWith("answer 1");
      assertThat(send(egress, scheme, server)).startsWith("answer 2");

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /// RFC 9112 §9.2.
  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void an_answer_that_came_unasked_is_not_the_next_ones(String scheme) throws Exception {
    var answered = new AtomicInteger();
    var heard = new CountDownLatch(1);
    var strayed = new CountDownLatch(1);
    RawServer.Answer late =
        out -> {
          answer(out, "answer " + answered.incrementAndGet());
          await(heard);
          answer(out, "stray");
          strayed.countDown();
        };
    try (var server = server(scheme, late);
        var egress = egress()) {
      assertThat(send(egress, scheme, server)).isEqualTo("answer 1");
      heard.countDown();
      await(strayed);

      assertThat(send(egress, scheme, server)).isEqualTo("answer 2");

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IOException("nothing happened");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
