package dev.grantflow.wallet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.grantflow.egress.BulkheadSettings;
import dev.grantflow.egress.Destinations;
import dev.grantflow.egress.EgressSettings;
import dev.grantflow.egress.HttpEgress;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/// A wallet address server on a real socket, and a look-up that may call it.
final class Wallet implements AutoCloseable {

  static final WalletCacheSettings DEFAULTS =
      new WalletCacheSettings(
          Duration.ZERO, Duration.ofSeconds(60), Duration.ofMinutes(10), 10_000);

  static final BulkheadSettings BULKHEAD = new BulkheadSettings(32);

  /// Answers one request.
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  final MovableTime time = new MovableTime();
  final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final HttpServer server;
  private final HttpEgress egress;

  Wallet(Answer answer) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> serve(exchange, answer));
    server.start();
    egress = egress(Duration.ofSeconds(10), true);
  }

  static Wallet answering(int status, Map<String, String> headers, String body) {
    return new Wallet(exchange -> write(exchange, status, headers, body));
  }

  static Wallet answering(String document) {
    return answering(200, Map.of("Content-Type", "application/json"), document);
  }

  static void write(HttpExchange exchange, int status, Map<String, String> headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    headers.forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void serve(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      requests.add(
          "%s %s %s"
              .formatted(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI(),
                  exchange.getRequestHeaders().get("Accept")));
      answer.to(exchange);
    }
  }

  static HttpEgress egress(Duration deadline, boolean allowLoopback) {
    return new HttpEgress(
        new EgressSettings(deadline, deadline, 262_144, 16, 64, true, allowLoopback, false),
        Destinations.ANYWHERE);
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  URI address(String path) {
    return URI.create("http://" + host() + path);
  }

  WalletAddresses addresses() {
    return addresses(DEFAULTS);
  }

  WalletAddresses addresses(WalletCacheSettings settings) {
    return addresses(settings, egress);
  }

  WalletAddresses addresses(WalletCacheSettings settings, HttpEgress by) {
    var documents = new DocumentReader(ObjectMapper.getDefault());
    return new CachedWalletAddresses(
        new WalletLookup(by, documents, settings, time), settings, BULKHEAD, time);
  }

  @Override
  public void close() {
    egress.close();
    server.stop(0);
  }
}
