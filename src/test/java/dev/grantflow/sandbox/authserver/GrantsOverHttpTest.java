package dev.grantflow.sandbox.authserver;

import static dev.grantflow.sandbox.authserver.Sandbox.WAIT;
import static dev.grantflow.sandbox.authserver.Sandbox.continueToken;
import static dev.grantflow.sandbox.authserver.Sandbox.error;
import static dev.grantflow.sandbox.authserver.Sandbox.finish;
import static dev.grantflow.sandbox.authserver.Sandbox.json;
import static dev.grantflow.sandbox.authserver.Sandbox.manageUri;
import static dev.grantflow.sandbox.authserver.Sandbox.parameter;
import static dev.grantflow.sandbox.authserver.Sandbox.redirect;
import static dev.grantflow.sandbox.authserver.Sandbox.tokenValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The life of grants as a client sees it, with a client that was written for this test.
class GrantsOverHttpTest {
  private final Sandbox sandbox = new Sandbox();
  private final Books books = sandbox.server.books();

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void a_grant_without_consent_is_issued_at_once() {
    JsonNode issued = json(sandbox.request(sandbox.incoming()));

    assertThat(issued.has("interact")).isFalse();
    assertThat(issued.path("continue").has("wait")).isFalse();
    assertThat(issued.path("access_token").path("expires_in").asInt()).isEqualTo(600);
    assertThat(issued.path("access_token").path("access").path(0).path("type").asText())
        .isEqualTo("incoming-payment");
    assertThat(books.isLive(tokenValue(issued))).isTrue();
    assertThat(books.grants())
        .singleElement()
        .returns(GrantState.ISSUED, Books.GrantEntry::state)
        .returns(1, Books.GrantEntry::tokensLive);
  }

  @Test
  void a_client_may_name_its_key_instead_of_a_wallet_address() {
    String named = "{\"walletAddress\":\"" + sandbox.server.walletAddress("shop") + "\"}";
    JsonNode issued = json(sandbox.request(sandbox.incoming().replace(named, sandbox.jwk())));

    assertThat(books.grants()).singleElement().returns("jwk", Books.GrantEntry::client);
    assertThat(sandbox.cancel(issued).statusCode()).isEqualTo(204);
    assertThat(books.calls(Point.JWKS)).isZero();
  }

  @Test
  void an_approved_grant_is_issued_once_wait_has_passed() {
    JsonNode pending = json(sandbox.request(sandbox.outgoing("\"finish\":" + finish())));
    assertThat(pending.path("continue").path("wait").asInt()).isEqualTo(5);

    URI callback = ConsentDriver.approve(redirect(pending));
    assertThat(callback.toString()).startsWith(Sandbox.FINISH + "&hash=");
    String interactRef = parameter(callback, "interact_ref");
    assertThat(parameter(callback, "hash"))
        .isEqualTo(
            new InteractionHash(
                    "client-nonce",
                    pending.path("interact").path("finish").asText(),
                    interactRef,
                    sandbox.server.grantEndpoint())
                .base64());

    assertThat(error(sandbox.proceed(pending, interactRef))).isEqualTo("400 too_fast");
    sandbox.clock.advance(WAIT);
    JsonNode issued = json(sandbox.proceed(pending, interactRef));

    assertThat(books.isLive(tokenValue(issued))).isTrue();
    assertThat(continueToken(issued)).isNotEqualTo(continueToken(pending));
    assertThat(books.grantOf(redirect(pending)).orElseThrow())
        .returns(GrantState.ISSUED, Books.GrantEntry::state)
        .returns(2, Books.GrantEntry::continuations);
  }

  @Test
  void a_second_continuation_is_denied() {
    Sandbox.Approved approved = sandbox.approved(sandbox.server.grantEndpoint());
    JsonNode issued = json(sandbox.proceed(approved.pending(), approved.interactRef()));
    sandbox.clock.advance(WAIT);

    assertThat(error(sandbox.proceed(issued, approved.interactRef())))
        .isEqualTo("401 request_denied");
    assertThat(books.liveTokens()).hasSize(1);
  }

  @Test
  void the_old_continuation_token_works_until_the_new_one_was_used() {
    Sandbox.Approved approved = sandbox.approved(sandbox.server.grantEndpoint());
    JsonNode issued = json(sandbox.proceed(approved.pending(), approved.interactRef()));
    sandbox.clock.advance(WAIT);

    assertThat(error(sandbox.proceed(approved.pending(), approved.interactRef())))
        .isEqualTo("401 request_denied");
    assertThat(error(sandbox.proceed(issued, approved.interactRef())))
        .isEqualTo("401 request_denied");
    assertThat(error(sandbox.cancel(approved.pending()))).isEqualTo("401 invalid_continuation");
    assertThat(sandbox.cancel(issued).statusCode()).isEqualTo(204);
  }

  @Test
  void a_denied_grant_is_not_found_by_its_client() {
    JsonNode pending = json(sandbox.request(sandbox.outgoing("\"finish\":" + finish())));
    URI callback = ConsentDriver.deny(redirect(pending));
    sandbox.clock.advance(WAIT);

    assertThat(callback).hasToString(Sandbox.FINISH + "&result=grant_rejected");
    assertThat(error(sandbox.poll(pending))).isEqualTo("404 invalid_continuation");
    assertThat(sandbox.cancel(pending).statusCode()).isEqualTo(204);
  }

  @Test
  void a_foreign_interact_ref_is_not_found() {
    Sandbox.Approved approved = sandbox.approved(sandbox.server.grantEndpoint());
    JsonNode other = json(sandbox.request(sandbox.outgoing("\"finish\":" + finish())));

    assertThat(error(sandbox.proceed(other, approved.interactRef())))
        .isEqualTo("404 invalid_continuation");
  }

  @Test
  void polling_instead_of_the_finish_callback_is_denied() {
    Sandbox.Approved approved = sandbox.approved(sandbox.server.grantEndpoint());

    assertThat(error(sandbox.poll(approved.pending()))).isEqualTo("401 request_denied");
  }

  @Test
  void a_grant_without_finish_is_polled_for() {
    JsonNode pending = json(sandbox.request(sandbox.outgoing("")));
    assertThat(pending.path("interact").path("finish").asText()).isNotEmpty();
    assertThat(error(sandbox.poll(pending))).isEqualTo("400 too_fast");
    sandbox.clock.advance(WAIT);
    JsonNode stillPending = json(sandbox.poll(pending));
    assertThat(stillPending.has("access_token")).isFalse();

    ConsentDriver.approveWithoutFinish(redirect(pending));
    assertThat(error(sandbox.poll(stillPending))).isEqualTo("400 too_fast");
    sandbox.clock.advance(WAIT);
    JsonNode issued = json(sandbox.poll(stillPending));

    assertThat(books.isLive(tokenValue(issued))).isTrue();
  }

  @Test
  void polling_an_issued_grant_mints_a_second_token() {
    JsonNode pending = json(sandbox.request(sandbox.outgoing("")));
    ConsentDriver.approveWithoutFinish(redirect(pending));
    sandbox.clock.advance(WAIT);
    JsonNode issued = json(sandbox.poll(pending));
    sandbox.clock.advance(WAIT);
    sandbox.poll(issued);

    assertThat(books.liveTokens()).hasSize(2);
  }

  @Test
  void a_subject_is_confirmed_without_a_token() {
    String body =
        """
        {"subject":{"sub_ids":[{"id":"https://wallet.example/a","format":"uri"}]},"client":"%s",\
        "interact":{"start":["redirect"]}}\
        """
            .formatted(sandbox.server.walletAddress("shop"));
    JsonNode pending = json(sandbox.request(body));
    ConsentDriver.approveWithoutFinish(redirect(pending));
    sandbox.clock.advance(WAIT);
    JsonNode confirmed = json(sandbox.poll(pending));

    assertThat(confirmed.path("subject").path("sub_ids").path(0).path("id").asText())
        .isEqualTo("https://wallet.example/a");
    assertThat(confirmed.has("access_token")).isFalse();
  }

  @Test
  void a_cancelled_grant_is_gone_with_its_tokens() {
    JsonNode issued = json(sandbox.request(sandbox.incoming()));

    HttpResponse<String> first = sandbox.cancel(issued);
    HttpResponse<String> second = sandbox.cancel(issued);

    assertThat(first.statusCode()).isEqualTo(204);
    assertThat(error(second)).isEqualTo("401 invalid_continuation");
    assertThat(error(sandbox.poll(issued))).isEqualTo("401 invalid_continuation");
    assertThat(error(sandbox.rotate(issued))).isEqualTo("401 invalid_client");
    assertThat(books.liveTokens()).isEmpty();
    assertThat(books.calls(Point.CANCEL)).isEqualTo(2);
  }

  @Test
  void a_rotated_token_is_replaced_at_once() {
    JsonNode issued = json(sandbox.request(sandbox.incoming()));
    JsonNode rotated = json(sandbox.rotate(issued));

    assertThat(books.isLive(tokenValue(issued))).isFalse();
    assertThat(books.isLive(tokenValue(rotated))).isTrue();
    assertThat(manageUri(rotated)).isNotEqualTo(manageUri(issued));
    assertThat(error(sandbox.rotate(issued))).isEqualTo("401 invalid_client");
    assertThat(books.liveTokens()).hasSize(1);
  }

  @Test
  void an_expired_token_can_be_rotated() {
    JsonNode issued = json(sandbox.request(sandbox.incoming()));
    sandbox.clock.advance(Duration.ofMinutes(10));
    assertThat(books.isLive(tokenValue(issued))).isFalse();

    assertThat(books.isLive(tokenValue(json(sandbox.rotate(issued))))).isTrue();
  }

  @Test
  void of_parallel_rotations_one_wins() {
    JsonNode issued = json(sandbox.request(sandbox.incoming()));

    assertThat(
            Stream.generate(() -> CompletableFuture.supplyAsync(() -> sandbox.rotate(issued)))
                .limit(4)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .filter(response -> response.statusCode() == 200))
        .hasSize(1);
    assertThat(books.liveTokens()).hasSize(1);
  }

  @Test
  void a_revoked_token_is_gone() {
    JsonNode issued = json(sandbox.request(sandbox.incoming()));

    HttpResponse<String> first = sandbox.revoke(issued);
    HttpResponse<String> second = sandbox.revoke(issued);

    assertThat(first.statusCode()).isEqualTo(204);
    assertThat(error(second)).isEqualTo("401 invalid_client");
    assertThat(books.liveTokens()).isEmpty();
  }

  @Test
  void the_observer_sees_signatures_and_no_secrets() {
    JsonNode issued = json(sandbox.request(sandbox.incoming()));
    sandbox.cancel(issued);
    sandbox.server.close();

    assertThat(sandbox.seen)
        .extracting(SeenCall::what)
        .containsExactlyInAnyOrder(Point.REQUEST, Point.JWKS, Point.CANCEL, Point.JWKS);
    assertThat(sandbox.seen)
        .filteredOn(call -> call.what() == Point.REQUEST)
        .singleElement()
        .returns(200, SeenCall::status)
        .extracting(SeenCall::signatureInput)
        .asString()
        .startsWith("sig1=(\"@method\" \"@target-uri\" \"content-digest\"");
    assertThat(sandbox.seen.toString())
        .doesNotContain(tokenValue(issued))
        .doesNotContain(continueToken(issued));
  }

  @Test
  void the_books_can_be_read_and_hold_no_secrets() throws Exception {
    JsonNode issued = json(sandbox.request(sandbox.incoming()));
    HttpResponse<String> response = get("/_books");

    assertThat(json(response).path("grants").path(0).path("state").asText()).isEqualTo("ISSUED");
    assertThat(json(response).path("liveTokens")).hasSize(1);
    assertThat(json(response).path("calls").path("REQUEST").asInt()).isEqualTo(1);
    assertThat(response.body())
        .doesNotContain(tokenValue(issued))
        .doesNotContain(continueToken(issued));
  }

  @Test
  void a_wallet_address_names_its_servers() throws Exception {
    HttpResponse<String> response = get("/alice");
    JsonNode document = json(response);

    assertThat(document.path("id").asText())
        .isEqualTo(sandbox.server.walletAddress("alice").toString());
    assertThat(document.path("authServer").asText())
        .isEqualTo(sandbox.server.grantEndpoint().toString());
    assertThat(document.path("publicName").asText()).isEqualTo("Alice");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("max-age=300");
    assertThat(get("/awkward-unheard-of").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> get(String path) {
    return sandbox.call("GET", sandbox.server.walletAddress("x").resolve(path), "", null).send();
  }
}
