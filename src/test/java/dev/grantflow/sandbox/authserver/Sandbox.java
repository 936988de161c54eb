package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A server whose clock stands still, and the wallet address `shop` as its client.
public final class Sandbox implements AutoCloseable {
  static final String FINISH = "https://shop.example/finish/1?a=b";
  public static final Duration WAIT = Duration.ofSeconds(5);

  public final MovableClock clock = new MovableClock();
  final List<SeenCall> seen = new CopyOnWriteArrayList<>();
  public final SandboxAuthorizationServer server;
  private final KeyPair keys;

  Sandbox() {
    this(Duration.ofMillis(50));
  }

  /// @param slowness real time
  public Sandbox(Duration slowness) {
    server =
        SandboxAuthorizationServer.start(
            Settings.usual().withClock(clock).withObserver(seen::add).withSlowness(slowness));
    try {
      keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    byte[] encoded = keys.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    server.publishKey("shop", "key-1", raw);
  }

  public SignedCall call(String method, URI uri, String body, @Nullable String token) {
    return new SignedCall(method, uri, body, token, keys.getPrivate(), clock);
  }

  HttpResponse<String> request(String body) {
    return request(server.grantEndpoint(), body);
  }

  public HttpResponse<String> request(URI endpoint, String body) {
    return call("POST", endpoint, body, null).sign().send();
  }

  public HttpResponse<String> proceed(JsonNode answer, String interactRef) {
    return call(
            "POST",
            continueUri(answer),
            "{\"interact_ref\":\"" + interactRef + "\"}",
            continueToken(answer))
        .sign()
        .send();
  }

  public HttpResponse<String> poll(JsonNode answer) {
    return call("POST", continueUri(answer), "", continueToken(answer)).sign().send();
  }

  public HttpResponse<String> cancel(JsonNode answer) {
    return call("DELETE", continueUri(answer), "", continueToken(answer)).sign().send();
  }

  public HttpResponse<String> rotate(JsonNode answer) {
    return call("POST", manageUri(answer), "", tokenValue(answer)).sign().send();
  }

  public HttpResponse<String> revoke(JsonNode answer) {
    return call("DELETE", manageUri(answer), "", tokenValue(answer)).sign().send();
  }

  /// Requests an interactive grant, approves it and lets `wait` pass.
  public Approved approved(URI endpoint) {
    JsonNode pending = json(request(endpoint, outgoing("\"finish\":" + finish())));
    URI callback = ConsentDriver.approve(redirect(pending));
    clock.advance(WAIT);
    return new Approved(pending, parameter(callback, "interact_ref"));
  }

  public record Approved(JsonNode pending, String interactRef) {}

  public String incoming() {
    return """
    {"access_token":{"access":[{"type":"incoming-payment","actions":["create","read"],\
    "identifier":"%s"}]},"client":{"walletAddress":"%s"}}\
    """
        .formatted(server.walletAddress("bob"), server.walletAddress("shop"));
  }

  /// The key of `shop` in place of its wallet address.
  String jwk() {
    byte[] encoded = keys.getPublic().getEncoded();
    return "{\"jwk\":{\"kid\":\"key-1\",\"alg\":\"EdDSA\",\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))
        + "\"}}";
  }

  /// @param interact more members of `interact`, beside `start`
  public String outgoing(String interact) {
    return """
    {"access_token":{"access":[{"type":"outgoing-payment","actions":["create","read"],\
    "identifier":"%s","limits":{"debitAmount":{"value":"500","assetCode":"USD","assetScale":2}}\
    }]},"client":"%s","interact":{"start":["redirect"]%s}}\
    """
        .formatted(
            server.walletAddress("bob"),
            server.walletAddress("shop"),
            interact.isEmpty() ? "" : "," + interact);
  }

  public static String finish() {
    return "{\"method\":\"redirect\",\"uri\":\"" + FINISH + "\",\"nonce\":\"client-nonce\"}";
  }

  public static URI redirect(JsonNode answer) {
    return URI.create(answer.path("interact").path("redirect").asText());
  }

  static URI continueUri(JsonNode answer) {
    return URI.create(answer.path("continue").path("uri").asText());
  }

  public static String continueToken(JsonNode answer) {
    return answer.path("continue").path("access_token").path("value").asText();
  }

  static URI manageUri(JsonNode answer) {
    return URI.create(answer.path("access_token").path("manage").asText());
  }

  public static String tokenValue(JsonNode answer) {
    return answer.path("access_token").path("value").asText();
  }

  public static JsonNode json(HttpResponse<String> response) {
    return Json.parseObject(response.body())
        .orElseThrow(() -> new AssertionError("no JSON in " + response.statusCode()));
  }

  /// Status and code, as in `401 invalid_client`.
  static String error(HttpResponse<String> response) {
    return response.statusCode() + " " + json(response).path("error").path("code").asText("-");
  }

  /// A decoded parameter of the query; empty where it is not there.
  public static String parameter(URI uri, String name) {
    for (String parameter : uri.getRawQuery().split("&", -1)) {
      if (parameter.startsWith(name + "=")) {
        return URLDecoder.decode(parameter.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  @Override
  public void close() {
    server.close();
  }
}
