package dev.grantflow.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.nimbusds.jose.jwk.JWK;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// From a provider that does what it should not.
@Timeout(30)
final class KeyFetchTest {

  private static final String KEYS =
      """
      {"keys": [
        {"kty": "OKP", "crv": "Ed25519", "kid": "public",
         "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
        {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"}]}\
      """;

  private final AtomicInteger elsewhere = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private HttpServer provider;

  @BeforeEach
  void start() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    provider.createContext("/keys", exchange -> answer(exchange, KEYS));
    provider.createContext(
        "/elsewhere",
        exchange -> {
          elsewhere.incrementAndGet();
          answer(exchange, KEYS);
        });
    provider.createContext("/moved", KeyFetchTest::redirect);
    provider.createContext("/endless", exchange -> answer(exchange, " ".repeat(300_000) + KEYS));
    provider.createContext("/page", exchange -> answer(exchange, "<html>"));
    provider.createContext("/dripping", KeyFetchTest::drip);
    provider.start();
  }

  @AfterEach
  void stop() {
    provider.stop(0);
  }

  @Test
  void gives_what_is_published_and_may_be() throws IOException {
    assertThat(fetch("/keys").fetch().getKeys())
        .extracting(JWK::getKeyID)
        .containsExactly("public");
  }

  @Test
  void goes_nowhere_else() {
    assertThatIOException().isThrownBy(() -> fetch("/moved").fetch()).withMessageContaining("302");
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void waits_for_no_answer_that_never_ends() {
    assertThatIOException()
        .isThrownBy(() -> fetch("/dripping", Duration.ofSeconds(1)).fetch())
        .withMessage("no whole answer within PT1S");
  }

  @Test
  void reads_no_answer_without_measure() {
    assertThatIOException().isThrownBy(() -> fetch("/endless").fetch());
  }

  @Test
  void takes_no_page_for_keys() {
    assertThatIOException()
        .isThrownBy(() -> fetch("/page").fetch())
        .withMessageEndingWith("holds no key set (RFC 7517)");
  }

  private KeyFetch fetch(String path) {
    return fetch(path, Duration.ofSeconds(15));
  }

  private KeyFetch fetch(String path, Duration timeout) {
    var uri = "http://127.0.0.1:%d%s".formatted(provider.getAddress().getPort(), path);
    return KeyFetch.of(
        new SecuritySettings(
            "https://id.example",
            "grantflow",
            URI.create(uri),
            null,
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            timeout,
            Duration.ofSeconds(10),
            Duration.ZERO,
            null,
            false));
  }

  private static void redirect(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Location", "/elsewhere");
      exchange.sendResponseHeaders(302, -1);
    }
  }

  /// A byte now and then, each well within any time-out for reading.
  private static void drip(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      for (var i = 0; i < 80; i++) {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      var bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
