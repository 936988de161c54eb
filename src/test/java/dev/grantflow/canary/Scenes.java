package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.authserver.ConsentDriver;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// What happens to grants, well and badly.
record Scenes(Stage stage) {

  /// Sent by callers where it does not belong: it may come back to them, and nowhere else.
  static final String SENT = "canary-sent-in-the-wrong-field-0007";

  /// A reference and an id of nobody's, as somebody who guesses would send them.
  static final String GUESSED = "canary-guessed-0008-aaaaaaaaaaaaaaaaaaaaaaa";

  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final List<String> ENDS =
      List.of("GrantFailed", "GrantRejected", "GrantRevoked", "GrantExpired");

  /// Without consent: granted, used over HTTP, rotated, revoked.
  void direct() {
    var grantId = request("bob");
    await(grantId, "GrantFinalized");
    stage.caller().get("/v1/grants/" + grantId);
    stage.caller().get("/v1/grants?limit=5&state=FINALIZED");
    var target = stage.server().resourceServer() + "/incoming-payments/1";
    var signed =
        stage
            .caller()
            .handsOut(
                "/v1/grants/" + grantId + "/signatures",
                "{\"method\":\"GET\",\"targetUri\":\"" + target + "\"}");
    assertThat(signed.statusCode()).isEqualTo(200);
    stage
        .commands()
        .publish(grantId, "GrantTokenRotateRequested", Samples.rotation(grantId, "401"));
    await(grantId, "GrantTokenRotated");
    revoke(grantId);
    await(grantId, "GrantRevoked");
  }

  /// With consent: guessed at, called back wrongly and rightly, revoked over HTTP.
  void consented() {
    var grantId = requestInteractive("alice");
    var callback = ConsentDriver.approve(redirect(grantId));
    var wrong = callback.toString().replaceFirst("hash=...", "hash=AAA");
    assertThat(stage.caller().get(wrong).statusCode()).isEqualTo(400);
    stage.caller().get("/finish/" + GUESSED + "?hash=" + GUESSED + "&interact_ref=" + GUESSED);
    stage.caller().post(callback.getPath(), "{\"hash\":1,\"interact_ref\":\"" + GUESSED + "\"}");
    assertThat(stage.caller().get(callback).statusCode()).isEqualTo(303);
    await(grantId, "GrantFinalized");
    stage.caller().get(callback);
    stage.caller().get("/v1/grants/" + grantId);
    assertThat(stage.caller().delete("/v1/grants/" + grantId).statusCode()).isEqualTo(202);
    await(grantId, "GrantRevoked");
  }

  void denied() {
    var grantId = requestInteractive("alice");
    stage.caller().get(ConsentDriver.deny(redirect(grantId)));
    await(grantId, "GrantRejected");
  }

  /// Left as they are, so that there are live secrets in the database.
  void leftAlone() {
    await(requestInteractive("alice"), "GrantPending");
    await(request("bob"), "GrantFinalized");
  }

  /// With codes to type and tokens that are managed by others.
  void wider() {
    var typed = newGrantId();
    publish(
        typed,
        "%s,\"interact\":{\"start\":[\"user_code\",\"user_code_uri\",\"redirect\"],\"returnUri\":\"%s\"}"
            .formatted(payment(stage.server().walletAddress("gnap", typed)), Stage.RETURN_URI));
    await(typed, "GrantPending");
    stage.caller().get("/v1/grants/" + typed);
    var managed = newGrantId();
    publish(managed, quote(stage.server().walletAddress("gnap-manage-object", managed)));
    await(managed, "GrantFinalized");
    stage
        .commands()
        .publish(managed, "GrantTokenRotateRequested", Samples.rotation(managed, "401"));
    await(managed, "GrantTokenRotated");
    revoke(managed);
    await(managed, "GrantRevoked");
  }

  /// Servers that fail where secrets are being sent.
  void failing() {
    var requests =
        List.of("awkward-error-500-once", "awkward-html-ok", "awkward-malformed-json").stream()
            .map(wallet -> request(wallet))
            .toList();
    var continued =
        List.of("malformed-json", "error-500", "drop-after", "invalid-client", "truncated").stream()
            .map(fault -> requestInteractive("awkward-continue-" + fault))
            .toList();
    continued.forEach(id -> stage.caller().get(ConsentDriver.approve(redirect(id))));
    var unreachable = newGrantId();
    publish(unreachable, quote(URI.create("http://127.0.0.1:1/" + unreachable)));
    await(requests.getFirst(), "GrantFinalized");
    continued.forEach(this::awaitEnd);
  }

  /// Servers that say too much.
  void echoed() {
    for (var way : List.of("raw", "base64", "base64url", "hex", "url", "json", "late", "code")) {
      var refused = newGrantId();
      publish(refused, interactive(stage.echo().wallet("refuse-" + way)));
      awaitEnd(refused);
      var name = "quote-" + way;
      var continued = newGrantId();
      publish(continued, interactive(stage.echo().wallet(name)));
      await(continued, "GrantPending");
      stage.caller().get(stage.echo().callback(name));
      awaitEnd(continued);
      var managed = newGrantId();
      publish(managed, quote(stage.echo().wallet("manage-" + way)));
      await(managed, "GrantFinalized");
      stage
          .commands()
          .publish(managed, "GrantTokenRotateRequested", Samples.rotation(managed, "401"));
      await(managed, "GrantTokenChangeFailed");
      stage.caller().get("/v1/grants/" + continued);
      stage.caller().get("/v1/grants/" + managed);
      revoke(managed);
      awaitEnd(managed);
    }
    publish(newGrantId(), quote(stage.echo().wallet("broken-raw")));
  }

  /// Callers that put a secret where none belongs. Not as a member's name: the log names fields.
  void misplaced() {
    var wallet = stage.server().walletAddress("bob");
    for (var members :
        List.of(
            quote(wallet) + ",\"client\":\"" + SENT + "\"",
            quote(wallet) + ",\"expiresIn\":\"" + SENT + "\"",
            quote(wallet) + ",\"keepFresh\":\"" + SENT + "\"",
            quote(wallet) + ",\"interact\":{\"returnUri\":\"https://x.example/" + SENT + "\"}",
            quote(wallet).replace("\"create\"", "\"" + SENT + "\""),
            "\"walletAddress\":\"" + SENT + "\"")) {
      var grantId = newGrantId();
      publish(grantId, members);
      await(grantId, "GrantCommandRejected");
      stage.caller().post("/v1/grants", "{\"grantId\":\"%s\",%s}".formatted(grantId, members));
    }
    var broken = newGrantId();
    stage.commands().publish(broken, "GrantRequested", "{\"grantId\": \"" + SENT);
    stage.commands().publish(broken, SENT, "{}");
    await(broken, "GrantCommandRejected");
    stage.caller().post("/v1/grants", "{\"" + SENT);
    stage.caller().get("/v1/grants?access_token=" + SENT);
    stage.caller().get("/v1/grants?limit=" + SENT);
    stage.caller().get("/v1/grants/" + SENT);
    stage.caller().get("/finish/" + SENT + "/" + SENT);
    stage.caller().post("/v1/grants/" + SENT + "/signatures", "{\"method\":\"" + SENT + "\"}");
  }

  private String request(String wallet) {
    var grantId = newGrantId();
    var address = stage.server().walletAddress(wallet, grantId).toString();
    stage.commands().publish(grantId, "GrantRequested", Samples.incomingPayment(grantId, address));
    return grantId;
  }

  private String requestInteractive(String wallet) {
    var grantId = newGrantId();
    var address = stage.server().walletAddress(wallet, grantId).toString();
    stage
        .commands()
        .publish(
            grantId, "GrantRequested", Samples.outgoingPayment(grantId, address, Stage.RETURN_URI));
    return grantId;
  }

  private void publish(String grantId, String members) {
    stage
        .commands()
        .publish(grantId, "GrantRequested", "{\"grantId\":\"%s\",%s}".formatted(grantId, members));
  }

  private void revoke(String grantId) {
    stage
        .commands()
        .publish(grantId, "GrantRevokeRequested", Samples.revocation(grantId, "not wanted"));
  }

  private JsonNode await(String grantId, String type) {
    try {
      return stage.events().await(grantId, type, PATIENCE).data();
    } catch (IllegalStateException missing) {
      var instead = stage.events().of(grantId).stream().map(it -> it.data().toString()).toList();
      throw new IllegalStateException(instead.toString(), missing);
    }
  }

  private void awaitEnd(String grantId) {
    stage
        .eventRecords()
        .await(
            event ->
                grantId.equals(event.key())
                    && ENDS.contains(
                        new String(event.headers().lastHeader("ce_type").value(), UTF_8)),
            PATIENCE,
            "the end of " + grantId);
  }

  /// Where the browser is sent, as far as the consent page.
  private URI redirect(String grantId) {
    return URI.create(await(grantId, "GrantPending").at("/interact/redirect").textValue());
  }

  private static String quote(URI wallet) {
    return ("\"walletAddress\":\"%s\",\"access_token\":{\"access\":[{\"type\":\"quote\","
            + "\"actions\":[\"create\"]}]}")
        .formatted(wallet);
  }

  private static String payment(URI wallet) {
    return ("\"walletAddress\":\"%s\",\"access_token\":{\"access\":[{\"type\":\"outgoing-payment\","
            + "\"actions\":[\"create\",\"read\"],\"identifier\":\"https://wallet.example/a\"}]}")
        .formatted(wallet);
  }

  private static String interactive(URI wallet) {
    return payment(wallet) + ",\"interact\":{\"returnUri\":\"" + Stage.RETURN_URI + "\"}";
  }

  private static String newGrantId() {
    return "test-" + UUID.randomUUID();
  }
}
