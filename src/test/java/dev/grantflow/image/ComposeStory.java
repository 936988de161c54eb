package dev.grantflow.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.UserAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

/// What the README has a reader do once everything is up: a first grant that nobody has to consent
/// to, and one that Alice consents to in the shop.
///
/// @param told what the sandbox printed, which has all that a reader needs to know
record ComposeStory(URI grantflow, URI shop, URI wallets, String told) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern CREDENTIALS = Pattern.compile("curl -s -u (\\S+) (http\\S+)");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  void play() throws IOException, InterruptedException {
    var token = token();
    var grantId = "compose-" + UUID.randomUUID();
    publish(grantId, Samples.incomingPayment(grantId, wallets.resolve("/bob").toString()));
    assertThat(finalState(grantId, token)).isEqualTo("FINALIZED");
    assertThat(buy()).as("the page that Alice comes back to").contains("GrantPending");
  }

  private String token() throws IOException, InterruptedException {
    var credentials = CREDENTIALS.matcher(told);
    assertThat(credentials.find()).as(told).isTrue();
    var basic = Base64.getEncoder().encodeToString(credentials.group(1).getBytes(UTF_8));
    var answer =
        send(
            HttpRequest.newBuilder(URI.create(credentials.group(2)))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body()).get("access_token").asText();
  }

  /// As a reader without a Kafka client does.
  private void publish(String grantId, String data) throws IOException, InterruptedException {
    var event =
        JSON.createObjectNode()
            .put("specversion", "1.0")
            .put("id", grantId)
            .put("source", "/test")
            .put("type", "GrantRequested")
            .set("data", JSON.readTree(data));
    var answer =
        send(
            HttpRequest.newBuilder(shop.resolve("/commands"))
                .POST(HttpRequest.BodyPublishers.ofString(event.toString())));
    assertThat(answer.statusCode()).isEqualTo(202);
  }

  /// The first that is neither on its way nor unknown yet. At first the issuer's keys may not be
  /// known either, which is answered 503: the sandbox comes after Grantflow.
  private String finalState(String grantId, String token) throws IOException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var state = "";
    while (!state.equals("FINALIZED") && System.nanoTime() < deadline) {
      var answer =
          send(
              HttpRequest.newBuilder(grantflow.resolve("/v1/grants/" + grantId))
                  .header("Authorization", "Bearer " + token));
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404, 503);
      state = JSON.readTree(answer.body()).path("state").asText();
    }
    return state;
  }

  private String buy() throws IOException, InterruptedException {
    var paid =
        send(
            HttpRequest.newBuilder(shop.resolve("/pay")).POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(paid.statusCode()).as(paid.body()).isEqualTo(303);
    var alice = new UserAgent();
    var back = alice.approve(location(paid));
    assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
    assertThat(location(back).toString()).startsWith(shop + "/return?grantId=shop-");
    return alice.get(location(back)).body();
  }

  private static URI location(HttpResponse<String> answer) {
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
  }
}
