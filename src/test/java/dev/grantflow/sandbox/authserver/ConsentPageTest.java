package dev.grantflow.sandbox.authserver;

import static dev.grantflow.sandbox.authserver.Sandbox.error;
import static dev.grantflow.sandbox.authserver.Sandbox.finish;
import static dev.grantflow.sandbox.authserver.Sandbox.json;
import static dev.grantflow.sandbox.authserver.Sandbox.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsentPageTest {
  private final Sandbox sandbox = new Sandbox();

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void says_who_asks_for_what() {
    HttpResponse<String> page = open(redirect(pending()));

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.body())
        .contains("<span id=\"client-name\">Shop</span>")
        .contains("Send payments from your account")
        .contains("5.00 USD")
        .contains("id=\"approve\"")
        .contains("id=\"deny\"");
  }

  @Test
  void escapes_what_the_client_wrote() {
    String body =
        sandbox.outgoing("").replace("\"USD\"", "\"<script>alert('{{clientName}}')</script>\"");
    HttpResponse<String> page = open(redirect(json(sandbox.request(body))));

    assertThat(page.body())
        .contains("&lt;script&gt;alert(&#39;&#123;&#123;clientName}}&#39;)&lt;/script&gt;")
        .doesNotContain("<script>");
  }

  @Test
  void is_unknown_under_another_nonce() {
    URI page = redirect(pending());

    assertThat(open(page.resolve("0000")).statusCode()).isEqualTo(404);
  }

  @Test
  void sends_the_browser_back_when_it_was_answered_already() {
    URI page = redirect(pending());
    ConsentDriver.approve(page);

    assertThat(location(open(page)))
        .isEqualTo(
            Sandbox.FINISH + "&result=invalid_interaction&message=interaction+is+not+active");
  }

  @Test
  void sends_the_browser_back_when_it_has_expired() {
    JsonNode pending = pending();
    sandbox.clock.advance(Duration.ofMinutes(10));

    assertThat(location(open(redirect(pending))))
        .isEqualTo(Sandbox.FINISH + "&result=invalid_interaction&message=interaction+expired");
    assertThat(error(sandbox.poll(pending))).isEqualTo("401 request_denied");
  }

  @Test
  void sends_the_browser_back_when_the_client_cancelled() {
    JsonNode pending = pending();
    sandbox.cancel(pending);

    assertThat(location(open(redirect(pending))))
        .isEqualTo(Sandbox.FINISH + "&result=unknown_interaction");
  }

  @Test
  void sends_the_browser_back_when_no_choice_was_made() {
    URI page = redirect(pending());
    HttpResponse<String> answer =
        sandbox
            .call("POST", page, "choice=maybe", null)
            .header("content-type", "application/x-www-form-urlencoded")
            .send();

    assertThat(location(answer)).isEqualTo(Sandbox.FINISH + "&result=grant_invalid");
    assertThat(ConsentDriver.approve(page).getQuery()).contains("interact_ref=");
  }

  private JsonNode pending() {
    return json(sandbox.request(sandbox.outgoing("\"finish\":" + finish())));
  }

  private HttpResponse<String> open(URI page) {
    return sandbox.call("GET", page, "", null).header("accept", "text/html").send();
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").orElse("none");
  }
}
