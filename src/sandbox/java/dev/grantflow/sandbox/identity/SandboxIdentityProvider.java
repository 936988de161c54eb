package dev.grantflow.sandbox.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a platform's identity provider does for Grantflow: it publishes its keys (RFC 7517) and
/// gives services tokens for their credentials (RFC 6749 §4.4, RFC 9068). Its one client has every
/// scope that it asks for. Nothing outlives the process.
public final class SandboxIdentityProvider implements AutoCloseable {

  public static final String AUDIENCE = "grantflow";
  public static final String CLIENT_ID = "shop-backend";

  /// All that Grantflow knows.
  public static final List<String> SCOPES =
      List.of(
          "grants:read",
          "grants:write",
          "grants:revoke",
          "grants:sign",
          "tokens:read",
          "operations:read",
          "operations:write",
          "metrics:read");

  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final int REQUEST_BYTES_MAX = 8192;

  private final HttpServer http;
  private final URI issuer;
  private final String secret;
  private final List<ProviderKey> keys = new CopyOnWriteArrayList<>(List.of(ProviderKey.make()));
  private final AtomicInteger keyRequests = new AtomicInteger();
  private volatile boolean isAway;

  private SandboxIdentityProvider(HttpServer http, URI issuer, String secret) {
    this.http = http;
    this.issuer = issuer;
    this.secret = secret;
  }

  /// At a free port of this machine.
  public static SandboxIdentityProvider start() {
    try {
      var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var issuer = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
      return serve(http, issuer, UUID.randomUUID().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param issuer how it is reached, and what its tokens say
  /// @param secret of its one client
  public static SandboxIdentityProvider startAt(
      InetSocketAddress address, URI issuer, String secret) throws IOException {
    return serve(HttpServer.create(address, 0), issuer, secret);
  }

  private static SandboxIdentityProvider serve(HttpServer http, URI issuer, String secret) {
    var provider = new SandboxIdentityProvider(http, issuer, secret);
    http.createContext("/jwks.json", provider::publish);
    http.createContext("/token", provider::grant);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return provider;
  }

  public URI issuer() {
    return issuer;
  }

  public URI jwksUri() {
    return issuer().resolve("/jwks.json");
  }

  public URI tokenUri() {
    return issuer().resolve("/token");
  }

  public String clientSecret() {
    return secret;
  }

  /// How Grantflow is told to believe its tokens.
  public Map<String, Object> settings() {
    return Map.of(
        "grantflow.security.issuer", issuer(),
        "grantflow.security.audience", AUDIENCE,
        "grantflow.security.jwks-uri", jwksUri());
  }

  /// As [#settings], for a process of its own.
  public Map<String, String> environment() {
    return Map.of(
        "GRANTFLOW_SECURITY_ISSUER", issuer().toString(),
        "GRANTFLOW_SECURITY_AUDIENCE", AUDIENCE,
        "GRANTFLOW_SECURITY_JWKS_URI", jwksUri().toString());
  }

  /// The value of an `Authorization` header field that allows everything.
  public String authorization() {
    return "Bearer " + token(SCOPES);
  }

  public String token(List<String> scopes) {
    return token(claims -> claims.put("scope", String.join(" ", scopes)));
  }

  /// A token that is valid but for what is changed in its claims.
  public String token(Consumer<ObjectNode> change) {
    var claims = claims();
    change.accept(claims);
    return keys.getLast().sign(claims);
  }

  /// Signs with a new key from now on.
  ///
  /// @param isOldPublished whether the old ones still are
  public void rotate(boolean isOldPublished) {
    var old = List.copyOf(keys);
    keys.add(ProviderKey.make());
    if (!isOldPublished) {
      keys.removeAll(old);
    }
  }

  /// Keys are refused until it is told otherwise.
  public void beAway(boolean away) {
    isAway = away;
  }

  /// How often its keys were asked for.
  public int keyRequests() {
    return keyRequests.get();
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private ObjectNode claims() {
    var now = Instant.now().getEpochSecond();
    return JsonNodeFactory.instance
        .objectNode()
        .put("iss", issuer().toString())
        .put("aud", AUDIENCE)
        .put("sub", CLIENT_ID)
        .put("client_id", CLIENT_ID)
        .put("jti", UUID.randomUUID().toString())
        .put("iat", now)
        .put("exp", now + LIFETIME.toSeconds());
  }

  private void publish(HttpExchange exchange) throws IOException {
    try (exchange) {
      keyRequests.incrementAndGet();
      var set = JsonNodeFactory.instance.objectNode();
      var published = set.putArray("keys");
      keys.forEach(key -> published.add(key.published()));
      answer(exchange, isAway ? 503 : 200, set);
    }
  }

  private void grant(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readNBytes(REQUEST_BYTES_MAX), UTF_8);
      var form = form(body);
      if (!isKnown(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"sandbox\"");
        answer(exchange, 401, error("invalid_client"));
      } else if (!"client_credentials".equals(form.get("grant_type"))) {
        answer(exchange, 400, error("unsupported_grant_type"));
      } else {
        answer(exchange, form.get("scope"));
      }
    }
  }

  private void answer(HttpExchange exchange, @Nullable String scope) throws IOException {
    var wanted = scope == null ? SCOPES : List.of(scope.split(" ", -1));
    if (!SCOPES.containsAll(wanted)) {
      answer(exchange, 400, error("invalid_scope"));
      return;
    }
    answer(
        exchange,
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("access_token", token(wanted))
            .put("token_type", "Bearer")
            .put("expires_in", LIFETIME.toSeconds())
            .put("scope", String.join(" ", wanted)));
  }

  private boolean isKnown(@Nullable String authorization) {
    var pair = (CLIENT_ID + ":" + secret).getBytes(UTF_8);
    return ("Basic " + Base64.getEncoder().encodeToString(pair)).equals(authorization);
  }

  private static ObjectNode error(String code) {
    return JsonNodeFactory.instance.objectNode().put("error", code);
  }

  private static Map<String, String> form(String body) {
    var form = new TreeMap<String, String>();
    for (var pair : body.split("&", -1)) {
      var parts = pair.split("=", 2);
      form.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
    }
    return form;
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode json)
      throws IOException {
    var bytes = json.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
