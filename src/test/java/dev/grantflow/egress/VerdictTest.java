package dev.grantflow.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What counts against a server.
@Timeout(30)
class VerdictTest {

  private final CountDownLatch never = new CountDownLatch(1);

  private static Verdict verdict(OutboundRequest request) {
    try (HttpEgress egress = new HttpEgress(Calls.LOCAL_AND_HASTY, Destinations.ANYWHERE)) {
      return egress.attempt(request, Duration.ZERO).verdict();
    }
  }

  private static Verdict ofAnswer(String answer) throws IOException {
    try (RawServer server =
        new RawServer(
            out -> {
              out.write(answer.getBytes(US_ASCII));
              out.close();
            })) {
      return verdict(Calls.get(server));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 400, 401, 404, 429, 500, 501})
  void an_answer_that_we_may_not_like_does_not(int status) throws Exception {
    assertThat(ofAnswer("HTTP/1.1 " + status + " So\r\nContent-Length: 0\r\n\r\n"))
        .isEqualTo(Verdict.ANSWERS);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void the_word_that_the_server_is_away_does(int status) throws Exception {
    assertThat(ofAnswer("HTTP/1.1 " + status + " So\r\nContent-Length: 0\r\n\r\n"))
        .isEqualTo(Verdict.FAILS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n",
      })
  void an_answer_that_is_malformed_does_not(String answer) throws Exception {
    assertThat(ofAnswer(answer)).isEqualTo(Verdict.ANSWERS);
  }

  @Test
  void an_answer_that_is_too_long_does_not() throws Exception {
    assertThat(ofAnswer("HTTP/1.1 200 OK\r\nContent-Length: 262145\r\n\r\n" + "x".repeat(262145)))
        .isEqualTo(Verdict.ANSWERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"})
  void a_connection_that_is_closed_before_the_end_of_the_answer_does(String answer)
      throws Exception {
    assertThat(ofAnswer(answer)).isEqualTo(Verdict.FAILS);
  }

  @Test
  void a_call_that_runs_into_its_deadline_does() throws Exception {
    try (RawServer server = new RawServer(_ -> hang())) {
      assertThat(verdict(Calls.get(server))).isEqualTo(Verdict.FAILS);
    }
  }

  @Test
  void a_connection_that_is_refused_does() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    assertThat(verdict(Calls.get("http://127.0.0.1:" + port + "/"))).isEqualTo(Verdict.FAILS);
  }

  @Test
  void a_name_without_addresses_does() {
    assertThat(verdict(Calls.get("https://nowhere.invalid/"))).isEqualTo(Verdict.FAILS);
  }

  @Test
  void a_name_server_that_is_late_says_nothing_of_the_server() {
    try (HttpEgress egress =
        new HttpEgress(
            Calls.LOCAL_AND_HASTY,
            Destinations.ANYWHERE,
            host -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new UnknownHostException(host);
              }
              return new InetAddress[0];
            })) {
      assertThat(egress.attempt(Calls.get("https://late.example/"), Duration.ZERO).verdict())
          .isEqualTo(Verdict.NONE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://10.0.0.1/", "ftp://as.example/", "https://user@as.example/"})
  void an_address_that_the_policy_refuses_says_nothing(String uri) {
    assertThat(verdict(Calls.get(uri))).isEqualTo(Verdict.NONE);
  }

  @Test
  void a_lack_of_connections_says_nothing() throws Exception {
    try (RawServer server = new RawServer(_ -> hang());
        HttpEgress egress = new HttpEgress(Calls.LOCAL, Destinations.ANYWHERE)) {
      Thread first = Thread.startVirtualThread(() -> egress.send(Calls.get(server)));
      server.nextRequest();

      assertThat(egress.attempt(Calls.get(server), Duration.ZERO).verdict())
          .isEqualTo(Verdict.NONE);

      server.closeConnections();
      first.join();
    }
  }

  private void hang() throws IOException {
    try {
      never.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
