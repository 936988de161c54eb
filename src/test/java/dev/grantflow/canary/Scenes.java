package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.authserver.ConsentDriver;
import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/// What happens to grants, well and badly.
record Scenes(Stage stage) {

  /// Sent by callers where it does not belong: it may come back to them, and nowhere else.
  static final String SENT = "canary-sent-in-the-wrong-field-0007";

  /// A reference and an id of nobody's, as somebody who guesses would send them.
  static final String GUESSED = "canary-guessed-0008-aaaaaaaaaaaaaaaaaaaaaaa";

  /// Shown by callers who have no better.
  private static final String BEARER = "canary-bearer-0010-aaaa";

  private static final String COOKIE = "canary-cookie-0011-aaaaaaaaaaaaaaaaaaaaaaaa";
  private static final String START_COOKIE = "__Host-grantflow-0123456789abcdef=";

  private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]+)\"");
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
                "POST",
                "/v1/grants/" + grantId + "/signatures",
                "{\"method\":\"GET\",\"targetUri\":\"" + target + "\"}");
    assertThat(signed.statusCode()).isEqualTo(200);
    rotate(grantId);
    revoke(grantId);
    await(grantId, "GrantRevoked");
    stage.caller().get("/v1/grants/" + grantId + "/events");
  }

  /// With consent: guessed at, called back wrongly and rightly, revoked over HTTP.
  void consented() {
    var grantId = requestInteractive("alice");
    stage.caller().get("/v1/grants/" + grantId);
    var alice = stage.caller().visitor();
    var callback = ConsentDriver.approve(alice.open(redirect(grantId)));
    var wrong = callback.toString().replaceFirst("hash=...", "hash=AAA");
    assertThat(alice.get(URI.create(wrong)).statusCode()).isEqualTo(400);
    stage.caller().get("/finish/" + GUESSED + "?hash=" + GUESSED + "&interact_ref=" + GUESSED);
    stage.caller().post(callback.getPath(), "{\"hash\":1,\"interact_ref\":\"" + GUESSED + "\"}");
    assertThat(stage.caller().visitor().get(callback).statusCode()).isEqualTo(403);
    assertThat(alice.get(callback).statusCode()).isEqualTo(303);
    await(grantId, "GrantFinalized");
    alice.get(callback);
    alice.get(redirect(grantId));
    stage.caller().get("/v1/grants/" + grantId);
    assertThat(stage.caller().delete("/v1/grants/" + grantId).statusCode()).isEqualTo(202);
    await(grantId, "GrantRevoked");
    stage.caller().get("/v1/grants/" + grantId + "/events");
  }

  void denied() {
    var grantId = requestInteractive("alice");
    stage.caller().visitor().deny(redirect(grantId));
    await(grantId, "GrantRejected");
  }

  /// Left as they are, so that there are live secrets in the database.
  void leftAlone() {
    await(requestInteractive("alice"), "GrantPending");
    await(request("bob"), "GrantFinalized");
    fetch(finalized("vault"));
  }

  /// Fetched by reference, and told to one who can decrypt it.
  void delivered() {
    var fetched = finalized("vault");
    fetch(fetched);
    rotate(fetched);
    fetch(fetched);
    stage.caller().get("/v1/grants/" + fetched);
    revoke(fetched);
    await(fetched, "GrantRevoked");
    stage.caller().get("/v1/grants/" + fetched + "/token");
    stage.caller().get("/v1/grants/" + fetched + "/events");
    var encrypted = newGrantId();
    publish(encrypted, "\"client\":\"safe\"," + quote(stage.server().walletAddress("bob")));
    decrypt(await(encrypted, "GrantFinalized"));
    decrypt(rotate(encrypted));
    stage.caller().get("/v1/grants/" + encrypted + "/token");
  }

  /// Asked by whoever may not, in every way.
  void refused() {
    var identity = stage.identity();
    var right = identity.token(SandboxIdentityProvider.SCOPES);
    for (var authorization :
        List.of(
            "Bearer " + identity.token(claims -> claims.put("exp", 1)),
            "Bearer " + identity.token(List.of("grants:none")),
            "Bearer " + right.replaceFirst("\\.[^.]*\\.", "."),
            "Bearer " + BEARER,
            "Basic " + BEARER,
            BEARER)) {
      for (var target : List.of("/v1/grants", "/v1/grants/x/token", "/nothing")) {
        show("bearer", "Authorization", authorization, URI.create(target));
      }
      for (var target : List.of("/prometheus", "/set-aside", "/health", "/env")) {
        var uri = stage.grantflow().managementUri().resolve(target);
        show("bearer", "Authorization", authorization, uri);
      }
    }
    show("cookie", "Cookie", "JWT=" + COOKIE, URI.create("/v1/grants"));
    for (var target : List.of("/start/", "/finish/")) {
      show("cookie", "Cookie", START_COOKIE + COOKIE, URI.create(target + GUESSED));
    }
    stage.caller().remember("bearer", right);
    stage.caller().get("/v1/grants?access_token=" + right);
  }

  /// While Kafka is away.
  ///
  /// @return how many messages wait at least, and nobody is told
  int untold() {
    request("bob");
    requestInteractive("alice");
    publish(newGrantId(), "\"client\":\"vault\"," + quote(stage.server().walletAddress("bob")));
    stage.commands().publish(newGrantId(), SENT, "{}");
    return 5;
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
    rotate(managed);
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
        List.of("malformed-json", "error-500", "drop-after", "truncated").stream()
            .map(fault -> requestInteractive("awkward-continue-" + fault))
            .toList();
    continued.forEach(id -> stage.caller().visitor().approve(redirect(id)));
    var notBelieved = requestInteractive("awkward-continue-invalid-client");
    stage.caller().visitor().approve(redirect(notBelieved));
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
      var visitor = stage.caller().visitor();
      visitor.open(redirect(continued));
      visitor.get(stage.echo().callback(name));
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

  /// Callers that put a secret where none belongs. Not as a member's name, nor as a grant's id: the
  /// log names fields and ids.
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
    stage.caller().post("/v1/grants/" + SENT + "%40/signatures", "{\"method\":\"" + SENT + "\"}");
  }

  /// By people at the management port.
  void operated() {
    var port = stage.grantflow().managementUri();
    assertThat(
            stage.caller().post(port + "/pauses/server/paused.example?reason=a", "").statusCode())
        .isEqualTo(200);
    var level = port + "/loggers/dev.grantflow.canary.Scenes";
    assertThat(stage.caller().post(level, "{\"configuredLevel\":\"TRACE\"}").statusCode())
        .isEqualTo(200);
  }

  private void show(String kind, String field, String value, URI uri) {
    assertThat(stage.caller().showing(kind, field, value, uri).statusCode())
        .as("%s at %s", kind, uri)
        .matches(status -> status >= 400 || uri.getPath().equals("/health"));
  }

  private String finalized(String client) {
    var grantId = newGrantId();
    var quote = quote(stage.server().walletAddress("bob"));
    publish(grantId, "\"client\":\"%s\",%s".formatted(client, quote));
    await(grantId, "GrantFinalized");
    return grantId;
  }

  private JsonNode rotate(String grantId) {
    stage
        .commands()
        .publish(grantId, "GrantTokenRotateRequested", Samples.rotation(grantId, "401"));
    return await(grantId, "GrantTokenRotated");
  }

  private void fetch(String grantId) {
    var answer = stage.caller().handsOut("GET", "/v1/grants/" + grantId + "/token", "");
    deliver("fetched", answer.body());
  }

  private void decrypt(JsonNode event) {
    deliver("encrypted", stage.files().decrypted(event.path("access_token_jwe").textValue()));
  }

  private void deliver(String how, String json) {
    var value = VALUE.matcher(json);
    assertThat(value.find()).as("a token that was %s", how).isTrue();
    stage.delivered().add(Canary.of(how, Objects.requireNonNull(value.group(1))));
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
