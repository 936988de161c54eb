package dev.grantflow.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.nimbusds.jose.jwk.JWK;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.grantflow.egress.DestinationSettings;
import dev.grantflow.egress.PlatformDocuments;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /// A point that is not on its curve, what is no object, and a key without its parts.
  private static final String ODD =
      KEYS.replace(
          "{\"keys\": [",
          """
          {"keys": [null, "key", 7, {}, {"kty": "RSA", "kid": "half", "n": "AQAB"},
            {"kty": "EC", "crv": "P-256", "kid": "off", "x": "AQ", "y": "AQ"},
          """);

  @TempDir Path folder;

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
    provider.createContext("/odd", exchange -> answer(exchange, ODD));
    provider.createContext("/none", exchange -> answer(exchange, "{\"keys\": []}"));
    provider.createContext(
        "/others",
        exchange -> answer(exchange, KEYS.replace("\"public\"", "\"x\", \"use\": \"enc\"")));
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
    var began = System.nanoTime();

    assertThatIOException()
        .isThrownBy(() -> fetch("/dripping", Duration.ofSeconds(1)).fetch())
        .withMessageEndingWith("/dripping did not answer in 1000 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void passes_over_a_key_that_is_none() throws IOException {
    assertThat(fetch("/odd").fetch().getKeys()).extracting(JWK::getKeyID).containsExactly("public");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/none", "/others"})
  void takes_no_set_without_a_key_of_use(String path) {
    assertThatIOException()
        .isThrownBy(() -> fetch(path).fetch())
        .withMessageEndingWith(path + " holds no key that a token could be signed with");
  }

  @Test
  void reads_a_file_within_measure() throws IOException {
    var file = folder.resolve("jwks.json");
    Files.writeString(file, KEYS);
    assertThat(KeyFetch.ofFile(file).fetch().getKeys()).hasSize(1);

    Files.writeString(file, " ".repeat(300_000) + KEYS);
    assertThatIOException()
        .isThrownBy(() -> KeyFetch.ofFile(file).fetch())
        .withMessage(file + " is too long");
    assertThatIOException()
        .isThrownBy(() -> KeyFetch.ofFile(folder).fetch())
        .withMessage(folder + " is not a file");
  }

  @Test
  void reads_no_answer_without_measure() {
    assertThatIOException().isThrownBy(() -> fetch("/endless").fetch());
  }

  @Test
  void tells_no_query_of_its_address() {
    assertThatIOException()
        .isThrownBy(() -> fetch("/page?access=s3cret").fetch())
        .withMessageEndingWith("/page holds no key set (RFC 7517)");
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
            false),
        new PlatformDocuments(new DestinationSettings(List.of("443"), null, null, null)));
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
