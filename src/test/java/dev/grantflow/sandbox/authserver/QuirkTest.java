package dev.grantflow.sandbox.authserver;

import static dev.grantflow.sandbox.authserver.Sandbox.WAIT;
import static dev.grantflow.sandbox.authserver.Sandbox.continueToken;
import static dev.grantflow.sandbox.authserver.Sandbox.error;
import static dev.grantflow.sandbox.authserver.Sandbox.finish;
import static dev.grantflow.sandbox.authserver.Sandbox.json;
import static dev.grantflow.sandbox.authserver.Sandbox.parameter;
import static dev.grantflow.sandbox.authserver.Sandbox.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuirkTest {
  private final Sandbox sandbox = new Sandbox(Duration.ofSeconds(20));

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void hash_base64url() {
    JsonNode pending = pending(Quirk.HASH_BASE64URL);
    URI callback = ConsentDriver.approve(redirect(pending));

    assertThat(parameter(callback, "hash"))
        .isEqualTo(hash(pending, callback, endpoint(Quirk.HASH_BASE64URL)).base64url());
  }

  @Test
  void hash_wrong() {
    JsonNode pending = pending(Quirk.HASH_WRONG);
    URI callback = ConsentDriver.approve(redirect(pending));

    assertThat(parameter(callback, "hash"))
        .hasSize(44)
        .isNotEqualTo(hash(pending, callback, endpoint(Quirk.HASH_WRONG)).base64());
  }

  @Test
  void denial_rfc() {
    JsonNode pending = pending(Quirk.DENIAL_RFC);
    URI callback = ConsentDriver.deny(redirect(pending));
    sandbox.clock.advance(WAIT);

    assertThat(parameter(callback, "hash"))
        .isEqualTo(hash(pending, callback, endpoint(Quirk.DENIAL_RFC)).base64url());
    assertThat(error(sandbox.proceed(pending, parameter(callback, "interact_ref"))))
        .isEqualTo("403 user_denied");
  }

  @Test
  void no_wait() {
    JsonNode pending = pending(Quirk.NO_WAIT);
    String interactRef = parameter(ConsentDriver.approve(redirect(pending)), "interact_ref");

    assertThat(pending.path("continue").has("wait")).isFalse();
    sandbox.clock.advance(Duration.ofMillis(4999));
    assertThat(error(sandbox.proceed(pending, interactRef))).isEqualTo("400 too_fast");
    sandbox.clock.advance(Duration.ofMillis(1));
    assertThat(sandbox.proceed(pending, interactRef).statusCode()).isEqualTo(200);
  }

  @Test
  void long_wait() {
    assertThat(pending(Quirk.LONG_WAIT).path("continue").path("wait").asInt()).isEqualTo(3600);
  }

  @Test
  void no_continue() {
    assertThat(issued(Quirk.NO_CONTINUE).has("continue")).isFalse();
  }

  @Test
  void no_manage() {
    assertThat(issued(Quirk.NO_MANAGE).path("access_token").has("manage")).isFalse();
  }

  @Test
  void no_expiry() {
    assertThat(issued(Quirk.NO_EXPIRY).path("access_token").has("expires_in")).isFalse();
  }

  @Test
  void slash_in_document() {
    URI announced = announced(Quirk.SLASH_IN_DOCUMENT);
    URI withoutSlash = URI.create(announced.toString().replaceFirst("/$", ""));
    JsonNode pending = json(sandbox.request(announced, sandbox.outgoing("\"finish\":" + finish())));
    URI callback = ConsentDriver.approve(redirect(pending));

    assertThat(announced).isNotEqualTo(withoutSlash);
    assertThat(parameter(callback, "hash"))
        .isEqualTo(hash(pending, callback, withoutSlash).base64());
    assertThat(sandbox.request(withoutSlash, sandbox.incoming()).statusCode()).isEqualTo(200);
  }

  @Test
  void slash_in_hash() {
    URI announced = announced(Quirk.SLASH_IN_HASH);
    JsonNode pending = json(sandbox.request(announced, sandbox.outgoing("\"finish\":" + finish())));
    URI callback = ConsentDriver.approve(redirect(pending));

    assertThat(parameter(callback, "hash"))
        .isEqualTo(hash(pending, callback, URI.create(announced + "/")).base64());
  }

  @Test
  void old_client_form() {
    URI endpoint = endpoint(Quirk.OLD_CLIENT_FORM);
    String asString = sandbox.incoming().replaceFirst("\\{\"walletAddress\":(\"[^\"]+\")}", "$1");

    assertThat(error(sandbox.request(endpoint, sandbox.incoming())))
        .isEqualTo("400 invalid_request");
    assertThat(sandbox.request(endpoint, asString).statusCode()).isEqualTo(200);
  }

  @Test
  void bare_signature() {
    SignedCall call =
        sandbox.call("POST", endpoint(Quirk.BARE_SIGNATURE), sandbox.incoming(), null);

    assertThat(error(call.sign().send())).isEqualTo("401 invalid_client");
    assertThat(call.parameters("").sign().send().statusCode()).isEqualTo(200);
  }

  @Test
  void strict_continuation_token() {
    Sandbox.Approved approved = sandbox.approved(endpoint(Quirk.STRICT_CONTINUATION_TOKEN));
    JsonNode issued = json(sandbox.proceed(approved.pending(), approved.interactRef()));

    assertThat(error(sandbox.cancel(approved.pending()))).isEqualTo("401 invalid_continuation");
    assertThat(sandbox.cancel(issued).statusCode()).isEqualTo(204);
  }

  @Test
  void same_continuation_token() {
    Sandbox.Approved approved = sandbox.approved(endpoint(Quirk.SAME_CONTINUATION_TOKEN));
    JsonNode issued = json(sandbox.proceed(approved.pending(), approved.interactRef()));

    assertThat(continueToken(issued)).isEqualTo(continueToken(approved.pending()));
  }

  @Test
  void cancel_race() {
    Sandbox.Approved approved = sandbox.approved(endpoint(Quirk.CANCEL_RACE));
    CompletableFuture<HttpResponse<String>> continuation =
        CompletableFuture.supplyAsync(
            () -> sandbox.proceed(approved.pending(), approved.interactRef()));
    while (entry(approved).continuations() == 0) {
      Thread.onSpinWait();
    }

    assertThat(sandbox.cancel(approved.pending()).statusCode()).isEqualTo(204);
    assertThat(continuation.join().statusCode()).isEqualTo(200);
    assertThat(entry(approved))
        .returns(GrantState.CANCELLED, Books.GrantEntry::state)
        .returns(1, Books.GrantEntry::tokensLive);
  }

  @Test
  void expired_interaction() {
    HttpResponse<String> page =
        sandbox.call("GET", redirect(pending(Quirk.EXPIRED_INTERACTION)), "", null).send();

    assertThat(page.headers().firstValue("Location").orElse(""))
        .contains("result=invalid_interaction");
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_AUTH_SERVER", "NO_PUBLIC_NAME"})
  void wallet_address_lacks_a_member(Quirk quirk) {
    String member = quirk == Quirk.NO_AUTH_SERVER ? "authServer" : "publicName";

    assertThat(document(quirk).has(member)).isFalse();
    assertThat(document(Quirk.NO_WAIT).has(member)).isTrue();
  }

  private JsonNode pending(Quirk quirk) {
    return json(sandbox.request(endpoint(quirk), sandbox.outgoing("\"finish\":" + finish())));
  }

  private JsonNode issued(Quirk quirk) {
    return json(sandbox.request(endpoint(quirk), sandbox.incoming()));
  }

  private JsonNode document(Quirk quirk) {
    URI walletAddress = sandbox.server.walletAddress(new Behaviour.Quirky(quirk));
    return json(sandbox.call("GET", walletAddress, "", null).send());
  }

  private URI announced(Quirk quirk) {
    return URI.create(document(quirk).path("authServer").asText());
  }

  private URI endpoint(Quirk quirk) {
    return sandbox.server.grantEndpoint(new Behaviour.Quirky(quirk).walletName());
  }

  private Books.GrantEntry entry(Sandbox.Approved approved) {
    return sandbox.server.books().grantOf(redirect(approved.pending())).orElseThrow();
  }

  private static InteractionHash hash(JsonNode pending, URI callback, URI endpoint) {
    return new InteractionHash(
        "client-nonce",
        pending.path("interact").path("finish").asText(),
        parameter(callback, "interact_ref"),
        endpoint);
  }
}
