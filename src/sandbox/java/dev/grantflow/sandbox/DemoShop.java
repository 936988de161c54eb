package dev.grantflow.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A shop to click through: its button publishes a `GrantRequested`, sends the browser where
/// `GrantPending` says, and its return page shows what `GrantFinalized` brought. `POST /commands`
/// takes a CloudEvent in structured mode and publishes it, for whoever has no Kafka client at hand.
final class DemoShop implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String GRANT_ID = "grantId=";
  private static final int COMMAND_BYTES_MAX = 256 * 1024;

  private final HttpServer http;
  private final URI uri;
  private final Commands commands;
  private final EventTail events;
  private final URI payer;

  private DemoShop(HttpServer http, URI uri, Commands commands, EventTail events, URI payer) {
    this.http = http;
    this.uri = uri;
    this.commands = commands;
    this.events = events;
    this.payer = payer;
  }

  /// @param http bound already, because its address is needed before the service starts
  static DemoShop open(HttpServer http, Commands commands, EventTail events, URI payer) {
    return open(http, uri(http), commands, events, payer);
  }

  /// @param uri how browsers reach it
  static DemoShop open(HttpServer http, URI uri, Commands commands, EventTail events, URI payer) {
    var shop = new DemoShop(http, uri, commands, events, payer);
    http.createContext("/", shop::serve);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return shop;
  }

  static HttpServer bind() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  static URI uri(HttpServer http) {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  URI uri() {
    return uri;
  }

  URI returnUri() {
    return uri().resolve("/return");
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var route = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      switch (route) {
        case "GET /" -> page(exchange, 200, front());
        case "POST /pay" -> pay(exchange);
        case "GET /return" -> page(exchange, 200, afterwards(exchange));
        case "POST /commands" -> publish(exchange);
        default -> page(exchange, 404, "<h1>Not here</h1><p><a href='/'>To the shop</a></p>");
      }
    } catch (IllegalStateException tooLate) {
      page(
          exchange,
          504,
          "<h1>Nothing came</h1><p>" + escaped(String.valueOf(tooLate.getMessage())) + "</p>");
    }
  }

  private void pay(HttpExchange exchange) throws IOException {
    var grantId = "shop-" + UUID.randomUUID().toString().substring(0, 8);
    commands.publish(
        grantId, "GrantRequested", Samples.outgoingPayment(grantId, payer.toString(), returnUri()));
    var pending = events.await(grantId, "GrantPending", PATIENCE);
    exchange
        .getResponseHeaders()
        .set("Location", pending.data().at("/interact/redirect").textValue());
    exchange.sendResponseHeaders(303, -1);
  }

  private void publish(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readNBytes(COMMAND_BYTES_MAX);
    var command = new ProducerRecord<String, byte[]>(Commands.TOPIC, null, body);
    command.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
    commands.send(command);
    exchange.sendResponseHeaders(202, -1);
  }

  private String front() {
    return """
    <h1>A shop</h1>
    <p>Pay 5.00 USD from Alice's wallet, <code>%s</code>.</p>
    <form method="post" action="/pay"><button id="pay">Pay</button></form>
    """
        .formatted(escaped(payer.toString()));
  }

  private String afterwards(HttpExchange exchange) {
    var query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
    var grantId =
        Stream.of(query.split("&", -1))
            .filter(parameter -> parameter.startsWith(GRANT_ID))
            .map(parameter -> parameter.substring(GRANT_ID.length()))
            .findFirst()
            .orElse("");
    var rows = new StringBuilder();
    for (var event : events.of(grantId)) {
      rows.append("<li><code>").append(escaped(event.type())).append("</code></li>");
    }
    return """
    <h1>Back in the shop</h1>
    <p>Events of grant <code>%s</code> so far:</p><ol>%s</ol>
    <p><a href="/">Again</a></p>
    """
        .formatted(escaped(grantId), rows);
  }

  private static void page(HttpExchange exchange, int status, String content) throws IOException {
    var html =
        """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Demo shop</title>
        <meta name="viewport" content="width=device-width">
        <style>body{font:1rem/1.5 system-ui;max-width:36rem;margin:4rem auto;padding:0 1rem}
        button{font:inherit;padding:.5rem 1.5rem}</style>
        """
            + content
            + "</html>";
    var bytes = html.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
