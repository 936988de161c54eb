package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.UserAgent;
import dev.grantflow.sandbox.authserver.Behaviour;
import dev.grantflow.sandbox.authserver.Books.GrantEntry;
import dev.grantflow.sandbox.authserver.ConsentDriver;
import dev.grantflow.sandbox.authserver.Dialect;
import dev.grantflow.sandbox.authserver.GrantState;
import dev.grantflow.sandbox.authserver.Point;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9635 beyond the Open Payments profile, and the corners of the profile, from the command to
/// the event and at the server. What has to be polled is in [PolledIT].
class WiderGnapIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RETURN = "{\"returnUri\":\"" + Platform.RETURN_URI + "\"}";
  private static final String PUSHED = "{\"finish\":\"push\"}";
  private static final String PAYMENT =
      "{\"access\":[{\"type\":\"outgoing-payment\",\"actions\":[\"create\",\"read\"],"
          + "\"identifier\":\"https://wallet.example/a\"}]}";
  private static final String SUBJECT =
      "{\"sub_ids\":[{\"format\":\"uri\",\"id\":\"https://wallet.example/alice\"}]}";
  private static final String QUOTE =
      "{\"access\":[{\"type\":\"quote\",\"actions\":[\"create\"]}]}";
  private static final String SEVERAL =
      "[{\"label\":\"quotes\",\"access\":[{\"type\":\"quote\",\"actions\":[\"create\"]}]},"
          + "{\"label\":\"incoming\",\"flags\":[\"bearer\"],\"access\":[{\"type\":"
          + "\"incoming-payment\",\"actions\":[\"create\"]}]},"
          + "{\"label\":\"reads\",\"access\":[{\"type\":\"quote\",\"actions\":[\"read\"]}]}]";

  private final Platform platform = Platform.shared();
  private final String grantId = Platform.newGrantId();

  @Test
  void every_way_to_begin_is_told_and_a_typed_code_is_one_of_them() {
    request(
        wallet(Dialect.PLAIN),
        null,
        "access_token",
        PAYMENT,
        "{\"returnUri\":\"%s\",\"start\":[\"app\",\"redirect\",\"user_code\",\"user_code_uri\"]}"
            .formatted(Platform.RETURN_URI));

    var pending = await("GrantPending");
    var interact = pending.at("/interact");
    var code = interact.path("user_code").textValue();
    assertThat(interact.propertyStream().map(it -> it.getKey()))
        .containsExactlyInAnyOrder("redirect", "user_code", "user_code_uri", "app");
    assertThat(interact.at("/user_code_uri/code").textValue()).isEqualTo(code).isNotBlank();
    assertThat(interact.path("app").textValue()).startsWith("sandbox-wallet:/interact/");
    assertThat(pending.path("expiresAt").textValue()).isNotBlank();

    var page = ConsentDriver.enter(uri(interact.at("/user_code_uri/uri")), code);
    Browser.get(ConsentDriver.approve(page));

    assertThat(await("GrantFinalized").path("trigger").textValue()).isEqualTo("callback");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "agent"})
  void the_server_itself_may_tell_of_the_end_by_whatever_hash(String client) {
    request(wallet(Dialect.PLAIN), client, "access_token", PAYMENT, PUSHED);

    ConsentDriver.approveWithoutFinish(uri(await("GrantPending").at("/interact/redirect")));

    assertThat(await("GrantFinalized").path("trigger").textValue()).isEqualTo("callback");
  }

  @Test
  void a_forged_push_changes_nothing() throws Exception {
    request(wallet(Dialect.PLAIN), null, "access_token", PAYMENT, RETURN);
    var redirect = uri(await("GrantPending").at("/interact/redirect"));
    var alice = new UserAgent();
    var callback = ConsentDriver.approve(alice.open(redirect));
    var path = callback.getScheme() + "://" + callback.getAuthority() + callback.getPath();

    var answer = push(path, "{\"hash\":\"AAAA\",\"interact_ref\":\"x\"}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(types()).containsExactly("GrantPending");
    alice.get(callback);
    await("GrantFinalized");
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "NO_CONTINUE", "MANAGE_OBJECT"})
  void several_labelled_tokens_come_as_they_were_asked_for_and_are_all_revoked(Dialect dialect) {
    request(wallet(dialect), null, "access_token", SEVERAL, null);
    var tokens = await("GrantFinalized").path("access_token");

    assertThat(tokens.valueStream().map(token -> token.path("label").textValue()))
        .containsExactly("quotes", "incoming", "reads");
    assertThat(tokens.at("/1/flags/0").textValue()).isEqualTo("bearer");
    assertThat(tokens.at("/0/manage").isObject()).isEqualTo(dialect == Dialect.MANAGE_OBJECT);
    assertThat(tokens.valueStream().map(token -> isLive(token))).containsOnly(true);

    revoke();

    assertThat(await("GrantRevoked").path("grantId").textValue()).isEqualTo(grantId);
    assertThat(tokens.valueStream().map(token -> isLive(token))).containsOnly(false);
    assertThat(entry().state())
        .isEqualTo(dialect == Dialect.PLAIN ? GrantState.CANCELLED : GrantState.ISSUED);
  }

  @Test
  void access_that_nobody_here_knows_passes_verbatim_both_ways() {
    var access =
        "[\"dolphin-metadata\",{\"type\":\"photo-api\",\"actions\":[\"read\",\"print\"],"
            + "\"locations\":[\"https://photos.example/\"],\"size\":{\"max\":1.5}}]";
    request(wallet(Dialect.PLAIN), null, "access_token", "{\"access\":" + access + "}", PUSHED);
    ConsentDriver.approveWithoutFinish(uri(await("GrantPending").at("/interact/redirect")));

    assertThat(await("GrantFinalized").at("/access_token/access")).isEqualTo(json(access));
  }

  /// The server holds it against the Open Payments description too, in its own words.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"receiver\":\"https://wallet.example/bob/incoming-payments/1\"}",
        "{\"debitAmount\":{\"value\":\"18446744073709551615\",\"assetCode\":\"USD\",\"assetScale\":2}}",
        "{\"receiveAmount\":{\"value\":\"0\",\"assetCode\":\"EUR\",\"assetScale\":255},"
            + "\"receiver\":\"https://wallet.example/bob/incoming-payments/1\","
            + "\"interval\":\"R12/2026-01-31T00:00:00Z/P1M\"}",
        "{\"interval\":\"R/2026-03-01T13:00:00Z/2027-05-11T15:30:00Z\"}",
        "{\"interval\":\"R-1/P1Y2M10DT2H30M/2030-05-11T15:30:00Z\"}",
      })
  void every_type_action_and_limit_of_open_payments_is_taken_and_comes_back(String limits) {
    var wanted =
        "[{\"type\":\"incoming-payment\",\"actions\":[\"create\",\"complete\",\"read\","
            + "\"read-all\",\"list\",\"list-all\"]},{\"type\":\"outgoing-payment\",\"actions\":"
            + "[\"create\",\"read\",\"read-all\",\"list\",\"list-all\"],\"identifier\":"
            + "\"https://wallet.example/alice\",\"limits\":"
            + limits
            + "},{\"type\":\"quote\",\"actions\":[\"create\",\"read\",\"read-all\"]}]";
    request("alice", null, "access_token", "{\"access\":" + wanted + "}", RETURN);
    new UserAgent().approve(uri(await("GrantPending").at("/interact/redirect")));

    assertThat(await("GrantFinalized").at("/access_token/access")).isEqualTo(json(wanted));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "gnap"})
  void a_subject_is_confirmed_alone(String wallet) {
    request(wallet, null, "subject", SUBJECT, RETURN);

    new UserAgent().approve(uri(await("GrantPending").at("/interact/redirect")));

    var finalized = await("GrantFinalized");
    assertThat(finalized.path("subject")).isEqualTo(json(SUBJECT));
    assertThat(finalized.has("access_token")).isFalse();
  }

  @Test
  void a_subject_is_confirmed_beside_a_token() {
    var data = data(grantId, "alice", null, RETURN);
    data.set("subject", json(SUBJECT));
    data.set("access_token", json(PAYMENT));
    publish(grantId, data);

    new UserAgent().approve(uri(await("GrantPending").at("/interact/redirect")));

    var finalized = await("GrantFinalized");
    assertThat(finalized.path("subject")).isEqualTo(json(SUBJECT));
    assertThat(finalized.at("/access_token/value").textValue()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({"awkward-denial-rfc, redirect", "gnap, redirect", "gnap, push"})
  void a_denial_as_the_RFC_has_it_rejects(String wallet, String finish) {
    var interact = finish.equals("redirect") ? RETURN : "{\"finish\":\"" + finish + "\"}";
    request(wallet, null, "access_token", PAYMENT, interact);
    var redirect = uri(await("GrantPending").at("/interact/redirect"));

    if (finish.equals("redirect")) {
      new UserAgent().deny(redirect);
    } else {
      ConsentDriver.denyWithoutFinish(redirect);
    }

    assertThat(await("GrantRejected").at("/error/code").textValue()).isEqualTo("user_denied");
  }

  @Test
  void an_older_server_gets_the_older_form_after_one_refusal_and_at_once_from_then_on() {
    var none = requests();
    request("awkward-old-client-form", null, "access_token", QUOTE, null);
    await("GrantFinalized");
    var calls = requests();

    requestAgain("awkward-old-client-form", null);

    assertThat(calls).isEqualTo(none + 2);
    assertThat(requests()).isEqualTo(calls + 1);
  }

  @Test
  void a_request_that_is_refused_in_both_forms_is_repeated_once() {
    var calls = requests();

    request("awkward-invalid-request", null, "access_token", QUOTE, null);

    assertThat(await("GrantFailed").at("/error/code").textValue()).isEqualTo("invalid_request");
    assertThat(requests()).isEqualTo(calls + 2);
  }

  @ParameterizedTest
  @CsvSource({"INSTANCE_ID, 1", "FORGETFUL, 2"})
  void what_a_server_calls_us_is_how_we_come_again(Dialect dialect, int callsNeeded) {
    request(wallet(dialect), "agent", "access_token", QUOTE, null);
    await("GrantFinalized");
    var calls = requests();

    requestAgain(wallet(dialect), "agent");

    assertThat(requests()).isEqualTo(calls + callsNeeded);
  }

  @Test
  void a_client_that_is_only_a_key_gets_what_needs_no_consent() {
    request("bob", "kiosk", "access_token", QUOTE, null);

    var finalized = await("GrantFinalized");

    assertThat(finalized.at("/access_token/value").textValue()).isNotBlank();
    assertThat(platform.server().books().grants())
        .filteredOn(grant -> grant.client().equals("jwk"))
        .isNotEmpty();
    revoke();
    await("GrantRevoked");
  }

  @Test
  void a_client_that_is_a_key_and_a_name_may_ask_for_consent() {
    request(wallet(Dialect.PLAIN), "partner", "access_token", PAYMENT, PUSHED);

    ConsentDriver.approveWithoutFinish(uri(await("GrantPending").at("/interact/redirect")));

    assertThat(await("GrantFinalized").at("/access_token/value").textValue()).isNotBlank();
  }

  @Test
  void a_client_that_is_only_a_key_cannot_ask_for_consent() {
    request("bob", "kiosk", "access_token", PAYMENT, PUSHED);

    assertThat(await("GrantCommandRejected").at("/problems/0/field").textValue())
        .isEqualTo("interact");
  }

  private void request(
      String wallet,
      @Nullable String client,
      String member,
      String wanted,
      @Nullable String interact) {
    var data = data(grantId, wallet, client, interact);
    data.set(member, json(wanted));
    publish(grantId, data);
  }

  /// Another of the same, which is a quote.
  private void requestAgain(String wallet, @Nullable String client) {
    var second = Platform.newGrantId();
    var data = data(second, wallet, client, null);
    data.set("access_token", json(QUOTE));
    publish(second, data);
    platform.events().await(second, "GrantFinalized", Platform.PATIENCE);
  }

  private ObjectNode data(
      String id, String wallet, @Nullable String client, @Nullable String interact) {
    var data = JSON.createObjectNode().put("grantId", id);
    data.put("walletAddress", platform.server().walletAddress(wallet, grantId).toString());
    if (client != null) {
      data.put("client", client);
    }
    if (interact != null) {
      data.set("interact", json(interact));
    }
    return data;
  }

  private void publish(String id, ObjectNode data) {
    platform.commands().publish(id, "GrantRequested", data.toString());
  }

  private void revoke() {
    platform
        .commands()
        .publish(grantId, "GrantRevokeRequested", Samples.revocation(grantId, "not needed"));
  }

  private JsonNode await(String type) {
    return platform.events().await(grantId, type, Platform.PATIENCE).data();
  }

  private List<String> types() {
    return platform.events().of(grantId).stream().map(SeenEvent::type).toList();
  }

  private GrantEntry entry() {
    return platform.server().books().grants().stream()
        .filter(grant -> grant.walletName().endsWith("." + grantId))
        .findFirst()
        .orElseThrow();
  }

  private int requests() {
    return platform.server().books().calls(Point.REQUEST);
  }

  private boolean isLive(JsonNode token) {
    return platform.server().books().isLive(token.path("value").textValue());
  }

  private static String wallet(Dialect dialect) {
    return new Behaviour.General(dialect).walletName();
  }

  private static URI uri(JsonNode text) {
    return URI.create(text.textValue());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<String> push(String callback, String body) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(callback))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }
}
