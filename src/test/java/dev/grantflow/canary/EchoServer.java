package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// An authorization server that says too much: its errors quote the request that it did not like,
/// secrets included, and its answers have tokens where none belong. Every wallet address of it has
/// an endpoint of its own, whose name says how it is bad.
final class EchoServer implements AutoCloseable {

  static final String TOKEN = "canary-access-token-0001/+\"x";
  static final String MANAGE = "canary-manage-token-0002";
  static final String CONTINUE = "canary-continue-token-0003";
  static final String FINISH = "canary-finish-nonce-0004";
  static final String INTERACT_REF = "canary-interact-ref-0005";
  static final String LATE = "canary-late-token-0006";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer http;
  private final Map<String, JsonNode> finishes = new ConcurrentHashMap<>();
  private final Queue<JsonNode> asked = new ConcurrentLinkedQueue<>();

  EchoServer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::serve);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
  }

  Stream<Canary> secrets() {
    return Stream.of(
            Stream.of(TOKEN, MANAGE).map(it -> Canary.of("value of echo", it)),
            Stream.of(CONTINUE, FINISH, INTERACT_REF, LATE).map(it -> Canary.of("echo", it)),
            asked.stream().map(it -> Canary.of("nonce of echo", it.path("nonce").textValue())),
            asked.stream().map(it -> Canary.of("finish of echo", id(it.path("uri").textValue()))))
        .flatMap(it -> it);
  }

  URI wallet(String name) {
    return base().resolve("/" + name);
  }

  /// Where the browser goes when the resource owner has approved.
  URI callback(String name) {
    var finish = Objects.requireNonNull(finishes.get(name));
    var joined =
        String.join(
            "\n",
            finish.path("nonce").textValue(),
            FINISH,
            INTERACT_REF,
            base().resolve("/" + name + "/gnap").toString());
    try {
      var hash =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(MessageDigest.getInstance("SHA-256").digest(joined.getBytes(UTF_8)));
      return URI.create(
          finish.path("uri").textValue() + "?hash=" + hash + "&interact_ref=" + INTERACT_REF);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String id(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  private URI base() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      var path = exchange.getRequestURI().getPath().split("/", -1);
      var name = path[1];
      if (body.contains("\"finish\"")) {
        asked.add(JSON.readTree(body).at("/interact/finish"));
      }
      if (path.length == 2) {
        answer(exchange, 200, document(name).toString());
      } else if (path[2].equals("gnap") && !name.startsWith("refuse-")) {
        answer(exchange, 200, granted(name, JSON.readTree(body)));
      } else {
        var status = exchange.getRequestMethod().equals("DELETE") ? 404 : 400;
        answer(exchange, status, error(name, dump(exchange, body)));
      }
    }
  }

  private ObjectNode document(String name) {
    return JSON.createObjectNode()
        .put("id", wallet(name).toString())
        .put("publicName", "Echo")
        .put("assetCode", "USD")
        .put("assetScale", 2)
        .put("authServer", base().resolve("/" + name + "/gnap").toString())
        .put("resourceServer", base().toString());
  }

  private String granted(String name, JsonNode request) {
    var answer = JSON.createObjectNode();
    var interact = request.path("interact");
    if (interact.isObject()) {
      finishes.put(name, interact.path("finish"));
      answer
          .putObject("interact")
          .put("redirect", base().resolve("/consent").toString())
          .put("finish", FINISH);
    } else {
      var token = answer.putObject("access_token").put("value", TOKEN).put("expires_in", 3600);
      token.set("access", request.at("/access_token/access"));
      token
          .putObject("manage")
          .put("uri", base().resolve("/" + name + "/manage").toString())
          .putObject("access_token")
          .put("value", MANAGE);
    }
    var onward = answer.putObject("continue").put("wait", 1);
    onward.put("uri", base().resolve("/" + name + "/continue").toString());
    onward.putObject("access_token").put("value", CONTINUE);
    return name.startsWith("broken-")
        ? answer.toString().replaceFirst("\\}$", ",")
        : answer.toString();
  }

  private String error(String name, String said) {
    var way = name.substring(name.indexOf('-') + 1).replaceFirst("\\..*", "");
    var answer = JSON.createObjectNode();
    var code = way.equals("code") ? firstSecret(said) : "invalid_request";
    answer.putObject("error").put("code", code).put("description", encoded(way, said));
    if (way.equals("late")) {
      // A token that nobody asked for, told of in words as well.
      answer.putObject("access_token").put("value", LATE);
    }
    return answer.toString();
  }

  /// The token that the request was made with, else its nonce.
  private static String firstSecret(String said) {
    return said.startsWith("GNAP ")
        ? said.split(" ", -1)[1]
        : said.replaceFirst("(?s).*\"nonce\":\"([^\"]+).*", "$1");
  }

  private static String encoded(String way, String said) {
    return switch (way) {
      case "base64" -> Base64.getEncoder().encodeToString(said.getBytes(UTF_8));
      case "base64url" -> "x" + Base64.getUrlEncoder().encodeToString(said.getBytes(UTF_8));
      case "hex" -> HexFormat.of().withUpperCase().formatHex(said.getBytes(UTF_8));
      case "url" -> URLEncoder.encode(said, UTF_8);
      case "json" -> JSON.createObjectNode().put("said", said).toString();
      case "late" -> "use " + LATE + " from now on";
      default -> said;
    };
  }

  private static String dump(HttpExchange exchange, String body) {
    return exchange.getRequestHeaders().getFirst("Authorization")
        + " "
        + body
        + " "
        + exchange.getRequestHeaders().entrySet();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("X-Canary", LATE);
    exchange.getResponseHeaders().set("Retry-After", LATE);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
