package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whoever may write to the service, by whatever way, cannot write a line of its log, nor anything
/// that a terminal acts on, nor get such into an event's description.
@Timeout(120)
class ForgedLinesTest {

  private static final String FORGED = "2026-01-01T00:00:00.000Z INFO  [main] d.g.Forged - paid";
  private static final String HOSTILE =
      "x\" caller=\"payroll\r\n"
          + FORGED
          + "\n\u001B[2J\u009B31m\u0085\u2028"
          + FORGED
          + "\u2029\u202Eliam\u2066\u200B";

  /// What an identity provider may call somebody who chose it.
  private static final String NAMED = "x\" caller=\"payroll\u202Eliam\u2066\u200B";

  /// As it stands in JSON.
  private static final String ESCAPED =
      HOSTILE
          .replace("\"", "\\\"")
          .replace("\r", "\\r")
          .replace("\n", "\\n")
          .replace("\u001B", "\\u001b");

  @Test
  void nobody_outside_writes_a_line_of_the_log() throws Exception {
    try (var log = CapturedLog.open();
        var stage = Stage.set();
        var server = new Speaker()) {
      var described = newGrantId();
      publish(stage, described, "GrantRequested", request(described, server.wallet()));
      var failed = stage.events().await(described, "GrantFailed", Duration.ofSeconds(20));
      for (var members :
          List.of(
              "\"client\":\"" + ESCAPED + "\"",
              "\"" + ESCAPED + "\":1",
              "\"metadata\":{\""
                  + ESCAPED
                  + "\":\""
                  + ESCAPED
                  + "\"},\"expiresIn\":\""
                  + ESCAPED
                  + "\"",
              "\"walletAddress\":\"https://x.example/" + ESCAPED + "\"")) {
        var grantId = newGrantId();
        publish(
            stage, grantId, "GrantRequested", "{\"grantId\":\"" + grantId + "\"," + members + "}");
        stage.events().await(grantId, "GrantCommandRejected", Duration.ofSeconds(20));
      }
      publish(stage, HOSTILE, "GrantRequested", "{\"grantId\":\"" + ESCAPED + "\"}");
      var typed = newGrantId();
      publish(stage, typed, "Grant" + HOSTILE, "{\"grantId\":\"" + typed + "\"}");
      stage.events().await(typed, "GrantCommandRejected", Duration.ofSeconds(20));
      for (var path : List.of("/finish/%0D%0Ax%1B%5B2J%E2%80%A8", "/%0A", "/v1/grants/%0Ax")) {
        raw(stage.grantflow().uri(), "GET " + path + "?x=%0A%1B&" + path);
      }
      raw(stage.grantflow().uri(), "GET /v1/grants?limit=%0D%0A%E2%80%AE");
      raw(stage.grantflow().uri(), "BREW\u001B[2J /v1/grants");
      var named = stage.identity().token(claims -> claims.put("sub", NAMED));
      stage
          .caller()
          .showing("bearer", "Authorization", "Bearer " + named, URI.create("/v1/grants/x/token"));

      assertThat(failed.data().at("/error/description").textValue())
          .contains("paid")
          .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
      assertThat(log.text())
          .contains("command rejected")
          .contains("\\\" caller=\\\"payroll")
          .contains("was called subject=\"x\\\" caller=\\\"payroll\\u202Eliam\\u2066\\u200B\"")
          .doesNotContain("\" caller=\"payroll")
          .doesNotContainPattern("(?m)^" + FORGED.substring(0, 20));
      assertThat(log.text().lines())
          .allMatch(
              line ->
                  line.startsWith("\t") || line.matches("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]{12}Z .*"));
      assertThat(log.text().replaceAll("[\n\t]", ""))
          .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }
  }

  private static void publish(Stage stage, String key, String type, String data) {
    var command = new ProducerRecord<>(stage.commandsTopic(), key, data.getBytes(UTF_8));
    command.headers().add("ce_specversion", "1.0".getBytes(UTF_8));
    command.headers().add("ce_id", HOSTILE.getBytes(UTF_8));
    command.headers().add("ce_source", "/services/shop".getBytes(UTF_8));
    command.headers().add("ce_type", type.getBytes(UTF_8));
    command.headers().add("ce_extension", HOSTILE.getBytes(UTF_8));
    command.headers().add("traceparent", HOSTILE.getBytes(UTF_8));
    command.headers().add("x-" + HOSTILE, HOSTILE.getBytes(UTF_8));
    command.headers().add("content-type", "application/json".getBytes(UTF_8));
    stage.commands().send(command);
  }

  private static String request(String grantId, URI wallet) {
    return ("{\"grantId\":\"%s\",\"walletAddress\":\"%s\",\"access_token\":{\"access\":[{\"type\":"
            + "\"quote\",\"actions\":[\"read\"]}]}}")
        .formatted(grantId, wallet);
  }

  /// With header fields that an HTTP client would not let through.
  private static void raw(URI service, String line) throws IOException {
    try (var socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(5_000);
      var request =
          "%s HTTP/1.1\r\nHost: x\r\nUser-Agent: \u001B[2J\u009B\u2028\r\nX-Forwarded-For: \u0085 %s\r\nConnection: close\r\n\r\n"
              .formatted(line, FORGED);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getOutputStream().flush();
      InputStream answer = socket.getInputStream();
      assertThat(new String(answer.readAllBytes(), UTF_8))
          .startsWith("HTTP/1.")
          .doesNotContain("\u001B");
    }
  }

  private static String newGrantId() {
    return "test-" + UUID.randomUUID();
  }

  /// An authorization server whose errors are as hostile as can be.
  private static final class Speaker implements AutoCloseable {

    private final HttpServer http;

    Speaker() throws IOException {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext(
          "/",
          exchange -> {
            try (exchange) {
              var isWallet = exchange.getRequestMethod().equals("GET");
              var body = (isWallet ? document() : error()).getBytes(UTF_8);
              exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(isWallet ? 200 : 400, body.length);
              exchange.getResponseBody().write(body);
            }
          });
      http.start();
    }

    URI wallet() {
      return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/alice");
    }

    private String document() {
      return ("{\"id\":\"%1$s\",\"publicName\":\"%2$s\",\"assetCode\":\"USD\",\"assetScale\":2,"
              + "\"authServer\":\"%1$s/gnap\",\"resourceServer\":\"%1$s\"}")
          .formatted(wallet(), ESCAPED);
    }

    private static String error() {
      return "{\"error\":{\"code\":\"%1$s\",\"description\":\"%1$s\"}}".formatted(ESCAPED);
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }
}
