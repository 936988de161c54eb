package dev.grantflow.sandbox.resourceserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grantflow.sandbox.authserver.ConsentDriver;
import dev.grantflow.sandbox.authserver.Sandbox;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxResourceServerTest {

  private final Sandbox sandbox = new Sandbox(Duration.ofMillis(50));
  private final String bob = sandbox.server.walletAddress("bob").toString();
  private final String alice = sandbox.server.walletAddress("alice").toString();

  @BeforeEach
  void open() {
    SandboxResourceServer.open(sandbox.server, sandbox.clock);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void an_incoming_payment_is_created_read_listed_and_completed() {
    var token = token("incoming-payment", bob, "create", "read", "list", "complete");

    var created = post("/incoming-payments", token, incoming(bob, "2500"));
    var id = json(created).path("id").asText();
    var read = get(id, token);
    var listed = get(uri("/incoming-payments?wallet-address=" + bob), token);
    var completed = sandbox.call("POST", URI.create(id + "/complete"), "", token).sign().send();

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(json(created).path("methods").isEmpty()).isFalse();
    assertThat(json(read).path("incomingAmount").path("value").asText()).isEqualTo("2500");
    assertThat(json(listed).path("result").path(0).path("id").asText()).isEqualTo(id);
    assertThat(json(completed).path("completed").asBoolean()).isTrue();
  }

  @Test
  void without_a_token_only_the_public_part_of_an_incoming_payment_is_shown() {
    var token = token("incoming-payment", bob, "create");
    var id = json(post("/incoming-payments", token, incoming(bob, "2500"))).path("id").asText();

    var shown = sandbox.call("GET", URI.create(id), "", null).sign().send();
    var refused = sandbox.call("POST", uri("/incoming-payments"), "{}", null).sign().send();

    assertThat(json(shown).fieldNames())
        .toIterable()
        .containsExactly("receivedAmount", "authServer");
    assertThat(refused.statusCode()).isEqualTo(400);
  }

  @Test
  void a_payment_without_a_token_is_told_where_to_get_one() {
    var refused =
        sandbox.call("POST", uri("/incoming-payments"), incoming(bob, "1"), null).sign().send();

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate"))
        .contains("GNAP as_uri=" + sandbox.server.grantEndpoint());
  }

  @Test
  void what_was_not_granted_is_forbidden() {
    var token = token("incoming-payment", bob, "read");

    var action = post("/incoming-payments", token, incoming(bob, "1"));
    var wallet =
        post("/incoming-payments", token("incoming-payment", bob, "create"), incoming(alice, "1"));

    assertThat(error(action)).isEqualTo("403 insufficient_grant");
    assertThat(error(wallet)).isEqualTo("403 insufficient_grant");
  }

  @Test
  void a_token_that_is_dead_or_another_body_than_was_signed_is_refused() {
    var token = token("incoming-payment", bob, "create");

    var forged =
        sandbox
            .call("POST", uri("/incoming-payments"), incoming(bob, "1"), token)
            .sign()
            .send(incoming(bob, "9"));
    sandbox.clock.advance(Duration.ofMinutes(11));
    var expired = post("/incoming-payments", token, incoming(bob, "1"));

    assertThat(error(forged)).isEqualTo("401 invalid_client");
    assertThat(error(expired)).isEqualTo("401 invalid_token");
  }

  @Test
  void a_quote_is_paid_and_the_money_arrives() {
    var receiver = receiver("300");
    var quote =
        json(
            post(
                "/quotes",
                token("quote", null, "create"),
                "{\"walletAddress\":\"%s\",\"receiver\":\"%s\",\"method\":\"ilp\"}"
                    .formatted(bob, receiver)));

    var paid =
        post(
            "/outgoing-payments",
            outgoingToken(),
            "{\"walletAddress\":\"%s\",\"quoteId\":\"%s\"}"
                .formatted(bob, quote.path("id").asText()));

    assertThat(paid.statusCode()).as(paid.body()).isEqualTo(201);
    assertThat(json(paid).path("grantSpentDebitAmount").path("value").asText()).isEqualTo("300");
    var shown = sandbox.call("GET", URI.create(receiver), "", null).sign().send();
    assertThat(json(shown).path("receivedAmount").path("value").asText()).isEqualTo("300");
  }

  @Test
  void no_more_is_paid_than_was_granted() {
    var token = outgoingToken();

    var first = pay(token, receiver("900"), "300");
    var second = pay(token, receiver("900"), "300");
    var third = pay(token, receiver("900"), "200");

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(error(second)).isEqualTo("403 insufficient_grant");
    assertThat(third.statusCode()).isEqualTo(201);
  }

  private HttpResponse<String> pay(String token, String receiver, String cents) {
    return post(
        "/outgoing-payments",
        token,
        """
        {"walletAddress":"%s","incomingPayment":"%s","debitAmount":{"value":"%s",\
        "assetCode":"USD","assetScale":2}}\
        """
            .formatted(bob, receiver, cents));
  }

  private String receiver(String cents) {
    var token = token("incoming-payment", alice, "create");
    return json(post("/incoming-payments", token, incoming(alice, cents))).path("id").asText();
  }

  /// Up to 5.00 USD, see [Sandbox#outgoing].
  private String outgoingToken() {
    var pending =
        Sandbox.json(
            sandbox.request(
                sandbox.server.grantEndpoint(),
                sandbox.outgoing("\"finish\":" + Sandbox.finish())));
    var callback = ConsentDriver.approve(Sandbox.redirect(pending));
    sandbox.clock.advance(Sandbox.WAIT);
    return Sandbox.tokenValue(
        Sandbox.json(sandbox.proceed(pending, Sandbox.parameter(callback, "interact_ref"))));
  }

  private String token(String type, @Nullable String identifier, String... actions) {
    var item =
        "{\"type\":\"%s\",\"actions\":[\"%s\"]%s}"
            .formatted(
                type,
                String.join("\",\"", actions),
                identifier == null ? "" : ",\"identifier\":\"" + identifier + "\"");
    var request =
        "{\"access_token\":{\"access\":[%s]},\"client\":{\"walletAddress\":\"%s\"}}"
            .formatted(item, sandbox.server.walletAddress("shop"));
    return Sandbox.tokenValue(
        Sandbox.json(sandbox.request(sandbox.server.grantEndpoint(), request)));
  }

  private static String incoming(String wallet, String cents) {
    return """
    {"walletAddress":"%s","incomingAmount":{"value":"%s","assetCode":"USD","assetScale":2}}\
    """
        .formatted(wallet, cents);
  }

  private HttpResponse<String> post(String path, String token, String body) {
    return sandbox.call("POST", uri(path), body, token).sign().send();
  }

  private HttpResponse<String> get(URI uri, String token) {
    return sandbox.call("GET", uri, "", token).sign().send();
  }

  private HttpResponse<String> get(String uri, String token) {
    return get(URI.create(uri), token);
  }

  private URI uri(String path) {
    return URI.create(sandbox.server.resourceServer() + path);
  }

  private static JsonNode json(HttpResponse<String> response) {
    return Sandbox.json(response);
  }

  private static String error(HttpResponse<String> response) {
    return response.statusCode() + " " + json(response).path("error").path("code").asText("-");
  }
}
