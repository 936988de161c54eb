package dev.grantflow.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Exchange.NotSent;
import dev.grantflow.egress.Exchange.Reply;
import dev.grantflow.egress.Exchange.Unanswered;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpEgressFaultTest {

  private static final Duration SOON = Duration.ofSeconds(2);
  private final CountDownLatch never = new CountDownLatch(1);

  /// One byte every 50 ms for as long as somebody listens.
  private void drip(OutputStream out, String head) throws IOException {
    try {
      out.write(head.getBytes(US_ASCII));
      do {
        out.write('x');
        out.flush();
      } while (!never.await(50, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void repeat(OutputStream out, String head, String piece) throws IOException {
    out.write(head.getBytes(US_ASCII));
    byte[] bytes = piece.getBytes(US_ASCII);
    while (true) {
      out.write(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nX-Long: ",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
      })
  void a_dripping_answer_is_cut_off_at_the_deadline(String head) throws Exception {
    try (RawServer server = new RawServer(out -> drip(out, head))) {
      long start = System.nanoTime();

      Exchange exchange = Calls.send(Calls.LOCAL_AND_HASTY, Calls.get(server));

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(390), SOON);
      assertThat(exchange)
          .isEqualTo(
              new Unanswered("127.0.0.1:" + server.port() + ": no complete answer within 400 ms"));
    }
  }

  @Test
  void interim_answers_without_end_are_cut_off_at_the_deadline() throws Exception {
    try (RawServer server =
        new RawServer(out -> repeat(out, "", "HTTP/1.1 102 Processing\r\n\r\n"))) {

      Exchange exchange = Calls.send(Calls.LOCAL_AND_HASTY, Calls.get(server));

      assertThat(exchange).isInstanceOf(Unanswered.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
      })
  void an_endless_body_is_read_up_to_the_limit(String head) throws Exception {
    try (RawServer server = new RawServer(out -> repeat(out, head, "0123456789abcdef"))) {

      Exchange exchange = Calls.send(Calls.LOCAL, Calls.get(server));

      assertThat(exchange)
          .isEqualTo(
              new Unanswered("127.0.0.1:" + server.port() + ": answer longer than 262144 bytes"));
    }
  }

  @Test
  void a_body_of_exactly_the_limit_is_a_reply() throws Exception {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 262144", "", "x".repeat(262144))) {

      Exchange exchange = Calls.send(Calls.LOCAL, Calls.get(server));

      assertThat(exchange)
          .isInstanceOfSatisfying(Reply.class, reply -> assertThat(reply.body()).hasSize(262144));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx",
        "SSH-2.0-OpenSSH_9.2\r\n",
      })
  void a_broken_answer_leaves_the_request_unanswered(String answer) throws Exception {
    try (RawServer server =
        new RawServer(
            out -> {
              out.write(answer.getBytes(US_ASCII));
              out.close();
            })) {

      Exchange exchange = Calls.send(Calls.LOCAL, Calls.get(server));

      assertThat(exchange).isInstanceOf(Unanswered.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void headers_without_end_leave_the_request_unanswered() throws Exception {
    try (RawServer server = new RawServer(out -> repeat(out, "HTTP/1.1 200 OK\r\n", "A: b\r\n"))) {

      Exchange exchange = Calls.send(Calls.LOCAL, Calls.get(server));

      assertThat(exchange)
          .isEqualTo(
              new Unanswered(
                  "127.0.0.1:" + server.port() + ": answer with too long or too many headers"));
    }
  }

  @Test
  void a_reused_connection_that_breaks_after_the_request_leaves_it_unanswered() throws Exception {
    AtomicInteger answered = new AtomicInteger();
    try (RawServer server =
            new RawServer(
                out -> {
                  if (answered.getAndIncrement() > 0) {
                    throw new SocketException("closed instead of an answer");
                  }
                  out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
                });
        HttpEgress egress = new HttpEgress(Calls.LOCAL, Destinations.ANYWHERE)) {
      egress.send(Calls.get(server));

      Exchange second = egress.send(Calls.get(server));

      assertThat(second).isInstanceOf(Unanswered.class);
      assertThat(answered).hasValue(2);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_connection_that_the_server_closed_meanwhile_is_replaced() throws Exception {
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 0", "", "");
        HttpEgress egress = new HttpEgress(Calls.LOCAL, Destinations.ANYWHERE)) {
      egress.send(Calls.get(server));
      server.closeConnections();

      Exchange second = egress.send(Calls.get(server));

      assertThat(second).isInstanceOf(Reply.class);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void an_unfinished_answer_does_not_keep_its_connection() throws Exception {
    AtomicInteger answered = new AtomicInteger();
    try (RawServer server =
            new RawServer(
                out -> {
                  if (answered.getAndIncrement() == 0) {
                    drip(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                  }
                  out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
                });
        HttpEgress egress = new HttpEgress(Calls.LOCAL_AND_HASTY, Destinations.ANYWHERE)) {
      egress.send(Calls.get(server));

      // The settings allow one connection to a host: a leaked one would leave none.
      Exchange second = egress.send(Calls.get(server));

      assertThat(second).isInstanceOf(Reply.class);
    }
  }

  @Test
  void a_refused_connection_is_not_sent() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }

    Exchange exchange = Calls.send(Calls.LOCAL, Calls.get("http://127.0.0.1:" + port + "/"));

    assertThat(exchange).isEqualTo(new NotSent("127.0.0.1:" + port + ": connection refused"));
  }

  @Test
  void an_unknown_host_is_not_sent() {
    Exchange exchange = Calls.send(Calls.LOCAL, Calls.get("https://nowhere.invalid/"));

    assertThat(exchange).isEqualTo(new NotSent("nowhere.invalid: host name not resolved"));
  }

  @Test
  void a_name_server_that_never_answers_is_given_up() {
    try (HttpEgress egress =
        new HttpEgress(
            Calls.LOCAL_AND_HASTY,
            Destinations.ANYWHERE,
            host -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new InetAddress[0];
            })) {
      long start = System.nanoTime();

      Exchange exchange = egress.send(Calls.get("https://slow.example/"));

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
      assertThat(exchange).isInstanceOf(NotSent.class);
    }
  }

  @Test
  void a_name_without_addresses_is_not_sent() {
    try (HttpEgress egress =
        new HttpEgress(Calls.LOCAL, Destinations.ANYWHERE, host -> new InetAddress[0])) {

      Exchange exchange = egress.send(Calls.get("https://empty.example/"));

      assertThat(exchange).isEqualTo(new NotSent("empty.example: host name not resolved"));
    }
  }

  @Test
  void a_failed_tls_handshake_is_not_sent() throws Exception {
    try (RawServer server = RawServer.answering("HTTP/1.1 400 Plain HTTP", "", "");
        ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String plain = "https://127.0.0.1:" + server.port() + "/";
      String mute = "https://127.0.0.1:" + silent.getLocalPort() + "/";

      List<Exchange> exchanges =
          List.of(
              Calls.send(Calls.LOCAL_AND_HASTY, Calls.get(plain)),
              Calls.send(Calls.LOCAL_AND_HASTY, Calls.get(mute)));

      assertThat(exchanges).hasOnlyElementsOfType(NotSent.class);
    }
  }

  @Test
  void a_call_that_gets_no_free_connection_is_not_sent() throws Exception {
    try (RawServer server = new RawServer(out -> drip(out, ""));
        HttpEgress egress = new HttpEgress(Calls.LOCAL, Destinations.ANYWHERE)) {
      Thread first = Thread.startVirtualThread(() -> egress.send(Calls.get(server)));
      server.nextRequest();

      Exchange second = egress.send(Calls.get(server));

      assertThat(second)
          .isEqualTo(new NotSent("127.0.0.1:" + server.port() + ": no free connection"));
      assertThat(server.connections()).isEqualTo(1);
      server.closeConnections();
      first.join();
    }
  }
}
