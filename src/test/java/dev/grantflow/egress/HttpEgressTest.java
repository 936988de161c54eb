package dev.grantflow.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Exchange.Reply;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpEgressTest {

  private static RawServer ok() {
    return RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 2", "", "ok");
  }

  @Test
  void sends_target_headers_and_body_exactly_as_given() throws Exception {
    try (RawServer server = ok()) {
      Calls.send(
          Calls.LOCAL,
          new OutboundRequest(
              "POST",
              URI.create(
                  "http://127.0.0.1:" + server.port() + "/a%2Fb//c/../d;v=1?q=%20+x&y=%C3%A9"),
              List.of(
                  new Header("Accept", "application/json"),
                  new Header("content-type", "application/json"),
                  new Header("Content-Digest", "sha-512=:AA==:"),
                  new Header("CONTENT-LENGTH", "13"),
                  new Header("Authorization", "GNAP t"),
                  new Header("Signature", "sig1=:AA==:")),
              "{\"a\":\"\u00e9\u20ac\"}".getBytes(UTF_8)));

      assertThat(server.nextRequest())
          .isEqualTo(
              String.join(
                  "\r\n",
                  "POST /a%2Fb//c/../d;v=1?q=%20+x&y=%C3%A9 HTTP/1.1",
                  "Host: 127.0.0.1:" + server.port(),
                  "Accept: application/json",
                  "content-type: application/json",
                  "Content-Digest: sha-512=:AA==:",
                  "CONTENT-LENGTH: 13",
                  "Authorization: GNAP t",
                  "Signature: sig1=:AA==:",
                  "",
                  new String("{\"a\":\"\u00e9\u20ac\"}".getBytes(UTF_8), ISO_8859_1)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, '', /, ''",
    "GET, ?q, /?q, ''",
    "GET, //x, //x, ''",
    "GET, /x#fragment, /x, ''",
    "DELETE, /x, /x, ''",
    "POST, /x, /x, 'Content-Length: 0\r\n'",
  })
  void adds_nothing_but_host_and_a_length(String method, String rest, String target, String length)
      throws Exception {
    try (RawServer server = ok()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + rest);

      Calls.send(Calls.LOCAL, new OutboundRequest(method, uri, List.of()));

      assertThat(server.nextRequest())
          .isEqualTo(
              method
                  + " "
                  + target
                  + " HTTP/1.1\r\nHost: 127.0.0.1:"
                  + server.port()
                  + "\r\n"
                  + length
                  + "\r\n");
    }
  }

  @Test
  void returns_status_headers_in_lower_case_and_body() throws Exception {
    try (RawServer server =
        RawServer.answering(
            "HTTP/1.1 418 Teapot", "X-One: 1", "x-one: 2", "Content-Length: 5", "", "short")) {

      Exchange exchange = Calls.send(Calls.LOCAL, Calls.get(server));

      assertThat(exchange).isInstanceOf(Reply.class);
      Reply reply = (Reply) exchange;
      assertThat(reply.status()).isEqualTo(418);
      assertThat(reply.headers()).isEqualTo(Map.of("x-one", "1, 2", "content-length", "5"));
      assertThat(reply.header("X-ONE")).hasValue("1, 2");
      assertThat(reply.body()).asString(UTF_8).isEqualTo("short");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 307, 401, 407, 408, 429, 500, 503})
  void any_status_is_a_reply_and_asks_for_nothing_more(int status) throws Exception {
    try (RawServer server =
        RawServer.answering(
            "HTTP/1.1 " + status + " Status",
            "Location: /elsewhere",
            "WWW-Authenticate: Basic realm=x",
            "Proxy-Authenticate: Basic realm=x",
            "Retry-After: 0",
            status == 204 ? "X: y" : "Content-Length: 0",
            "",
            "")) {

      Exchange exchange = Calls.send(Calls.LOCAL, Calls.get(server));

      assertThat(exchange)
          .isInstanceOfSatisfying(
              Reply.class, reply -> assertThat(reply.status()).isEqualTo(status));
      assertThat(server.nextRequest()).startsWith("GET / ");
      assertThat(server.unseenRequests()).isZero();
    }
  }

  @Test
  void keeps_the_connection_but_no_cookies() throws Exception {
    try (RawServer server =
            RawServer.answering("HTTP/1.1 200 OK", "Set-Cookie: a=b", "Content-Length: 0", "", "");
        HttpEgress egress = new HttpEgress(Calls.LOCAL, Destinations.ANYWHERE)) {
      egress.send(Calls.get(server));
      egress.send(Calls.get(server));

      assertThat(server.nextRequest()).isEqualTo(server.nextRequest()).doesNotContain("Cookie");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void leaves_a_compressed_body_as_it_came() throws Exception {
    try (RawServer server =
        RawServer.answering(
            "HTTP/1.1 200 OK",
            "Content-Encoding: gzip",
            "Content-Length: 4",
            "",
            "\u001f\u008bxy")) {

      Exchange exchange = Calls.send(Calls.LOCAL, Calls.get(server));

      assertThat(exchange)
          .isInstanceOfSatisfying(
              Reply.class,
              reply -> assertThat(reply.body()).asString(ISO_8859_1).isEqualTo("\u001f\u008bxy"));
    }
  }
}
