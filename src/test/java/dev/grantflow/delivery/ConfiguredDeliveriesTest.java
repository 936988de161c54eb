package dev.grantflow.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JWEObject;
import com.sun.net.httpserver.HttpServer;
import dev.grantflow.PartialContexts;
import dev.grantflow.engine.TokenDeliveries;
import dev.grantflow.engine.TokenDelivery;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ConfiguredDeliveriesTest {

  private static final String CLIENT = "grantflow.clients.shop.";
  private static final String DELIVERY = CLIENT + "token-delivery";
  private static final String FILE = CLIENT + "token-recipient-jwks-file";
  private static final String SERVER = CLIENT + "token-recipient-jwks-uri";
  private static final ClientName SHOP = new ClientName("shop");
  private static final ClientName OTHER = new ClientName("other");
  private static final Secret PLAIN = Secret.of("{}");

  @TempDir Path folder;

  @Test
  void a_client_that_says_nothing_has_its_tokens_in_the_events() {
    try (var context = start(Map.of(CLIENT + "key-id", "k"))) {
      assertThat(delivery(context)).isEqualTo(new TokenDelivery.Inline());
    }
  }

  @Test
  void a_client_that_is_not_configured_any_more_has_none_there() {
    try (var context = start(Map.of(CLIENT + "key-id", "k"))) {
      var deliveries = context.getBean(TokenDeliveries.class);
      assertThat(deliveries.of(new ClientName("gone"))).isEqualTo(new TokenDelivery.Reference());
      assertThat(deliveries.isConfigured(new ClientName("gone"))).isFalse();
      assertThat(deliveries.isConfigured(SHOP)).isTrue();
    }
  }

  @Test
  void tokens_can_be_fetched_only_where_the_api_is_on() {
    try (var context = start(Map.of(DELIVERY, "REFERENCE", "grantflow.api.enabled", true))) {
      assertThat(delivery(context)).isEqualTo(new TokenDelivery.Reference());
    }
  }

  static Stream<Arguments> mistakes() {
    var jwks = "token-recipient-jwks-";
    return Stream.of(
        Arguments.of(
            Map.of(DELIVERY, "INLINE", "grantflow.tokens.inline-allowed", false),
            DELIVERY
                + " is INLINE, which grantflow.tokens.inline-allowed forbids. Choose ENCRYPTED or"
                + " REFERENCE."),
        Arguments.of(
            Map.of(CLIENT + "key-id", "k", "grantflow.tokens.inline-allowed", false),
            DELIVERY
                + " is INLINE, which grantflow.tokens.inline-allowed forbids. Choose ENCRYPTED or"
                + " REFERENCE."),
        Arguments.of(
            Map.of(DELIVERY, "REFERENCE"),
            DELIVERY
                + " is REFERENCE, and nobody could fetch a token while grantflow.api.enabled is"
                + " false. Switch the API on, or choose ENCRYPTED or INLINE."),
        Arguments.of(
            Map.of(DELIVERY, "ENCRYPTED"),
            DELIVERY
                + " is ENCRYPTED, for which either token-recipient-jwks-file or"
                + " token-recipient-jwks-uri is needed, and not both."),
        Arguments.of(
            Map.of(DELIVERY, "ENCRYPTED", FILE, "/a", SERVER, "https://shop.example/jwks.json"),
            DELIVERY
                + " is ENCRYPTED, for which either token-recipient-jwks-file or"
                + " token-recipient-jwks-uri is needed, and not both."),
        Arguments.of(
            Map.of(FILE, "/a"),
            FILE + " is set, and token-delivery is INLINE. Choose ENCRYPTED, or leave it out."),
        Arguments.of(
            Map.of(
                DELIVERY,
                "REFERENCE",
                "grantflow.api.enabled",
                true,
                SERVER,
                "https://shop.example/jwks.json"),
            SERVER
                + " is set, and token-delivery is REFERENCE. Choose ENCRYPTED, or leave it out."),
        Arguments.of(
            Map.of(DELIVERY, "ENCRYPTED", FILE, "/nowhere/" + jwks),
            FILE
                + " is /nowhere/token-recipient-jwks-, which does not exist. Tokens cannot be"
                + " encrypted without a key."),
        Arguments.of(
            Map.of(DELIVERY, "ENCRYPTED", SERVER, "http://shop.example/jwks.json"),
            SERVER
                + " is http://shop.example/jwks.json and must be an absolute https URI without user"
                + " information and fragment, such as https://shop.example/jwks.json"),
        Arguments.of(
            Map.of(DELIVERY, "ENCRYPTED", SERVER, "https://me:pw@shop.example/jwks.json"),
            SERVER
                + " is https://shop.example/jwks.json and must be an absolute https URI without"
                + " user information and fragment, such as https://shop.example/jwks.json"),
        Arguments.of(
            Map.of(CLIENT + "key-id", "k", "grantflow.tokens.recipient-keys-refresh", "1ms"),
            "grantflow.tokens.recipient-keys-refresh is PT0.001S and must be from 1s to 24h"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_stops_the_start_with_a_sentence(Map<String, Object> properties, String sentence) {
    assertThatThrownBy(() -> start(properties).close()).rootCause().hasMessage(sentence);
  }

  @Test
  void a_file_that_changes_is_read_again_and_a_bad_one_leaves_the_last_good_key() throws Exception {
    var file = folder.resolve("jwks.json");
    Files.writeString(file, Keys.set(Keys.of("one")));

    try (var context = start(Map.of(DELIVERY, "ENCRYPTED", FILE, file.toString()))) {
      assertThat(keyId(context)).isEqualTo("one");
      Files.writeString(file, Keys.set(Keys.of("two"), Keys.of("one")));
      refresh(context, 60);
      assertThat(keyId(context)).isEqualTo("two");
      Files.writeString(file, "{\"keys\":[]}");
      refresh(context, 60);
      Files.delete(file);
      refresh(context, 60);

      assertThat(keyId(context)).isEqualTo("two");
      assertThat(age(context)).isEqualTo(120);
    }
  }

  @Test
  void a_server_that_goes_away_leaves_the_last_good_key_and_is_never_asked_for_an_event()
      throws Exception {
    var server = serve(Keys.set(Keys.of("one")));
    var context = start(encryptedBy(server));
    try (context) {
      server.stop(0);

      assertThat(keyId(context)).isEqualTo("one");
      refresh(context, 60);

      assertThat(keyId(context)).isEqualTo("one");
      assertThat(age(context)).isEqualTo(60);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"keys\":[]}", "{}", "<html>", ""})
  void a_server_that_gives_no_key_stops_nothing_but_what_would_need_it(String bad)
      throws Exception {
    var answer = new AtomicReference<@Nullable String>(bad);
    var server = serve(answer::get);
    var properties = new HashMap<>(encryptedBy(server));
    properties.put("grantflow.clients.other.token-delivery", "INLINE");
    try (var context = start(properties)) {
      assertThat(delivery(context).isReady()).isFalse();
      assertThat(age(context)).isNaN();
      assertThat(context.getBean(TokenDeliveries.class).of(new ClientName("other")).isReady())
          .isTrue();

      answer.set(Keys.set(Keys.of("one")));
      refresh(context, 60);

      assertThat(keyId(context)).isEqualTo("one");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_file_without_a_key_stops_the_start() throws Exception {
    var file = Files.writeString(folder.resolve("jwks.json"), "{\"keys\":[]}");

    assertThatThrownBy(() -> start(Map.of(DELIVERY, "ENCRYPTED", FILE, file.toString())).close())
        .rootCause()
        .hasMessageStartingWith(FILE + " is " + file + ", which holds no public key");
  }

  @Test
  void a_server_that_is_away_stops_nothing_but_what_would_need_its_key() throws Exception {
    var keys = new AtomicReference<@Nullable String>();
    var server = serve(keys::get);
    try (var context = start(encryptedBy(server))) {
      assertThat(delivery(context).isReady()).isFalse();
      assertThat(age(context)).isNaN();
      assertThatThrownBy(() -> keyId(context)).isInstanceOf(IllegalStateException.class);

      keys.set(Keys.set(Keys.of("one")));
      refresh(context, 60);
      keys.set(null);
      refresh(context, 60);

      assertThat(delivery(context).isReady()).isTrue();
      assertThat(keyId(context)).isEqualTo("one");
      assertThat(age(context)).isEqualTo(60);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void servers_are_asked_all_at_once() throws Exception {
    var server = serve(together(() -> Keys.set(Keys.of("one"))));
    try (var context = start(ofTwo(server))) {
      assertThat(delivery(context).isReady()).isTrue();
      assertThat(delivery(context, OTHER).isReady()).isTrue();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_server_that_hangs_delays_the_keys_of_no_other() throws Exception {
    var keys = new AtomicReference<@Nullable String>(Keys.set(Keys.of("one")));
    var server = serve(together(keys::get));
    try (var context = start(ofTwo(server))) {
      keys.set(Keys.set(Keys.of("two")));

      refresh(context, 60);

      assertThat(keyId(delivery(context))).isEqualTo("two");
      assertThat(keyId(delivery(context, OTHER))).isEqualTo("two");
    } finally {
      server.stop(0);
    }
  }

  private static Map<String, Object> ofTwo(HttpServer server) {
    var properties = new HashMap<>(encryptedBy(server));
    encryptedBy(server).forEach((name, at) -> properties.put(name.replace("shop", "other"), at));
    return properties;
  }

  /// Each of two calls hangs until the other has come.
  private static Supplier<@Nullable String> together(Supplier<@Nullable String> answer) {
    var both = new CyclicBarrier(2);
    return () -> {
      try {
        both.await(4, TimeUnit.SECONDS);
        return answer.get();
      } catch (InterruptedException | BrokenBarrierException | TimeoutException _) {
        return null;
      }
    };
  }

  @Test
  void what_gives_access_to_the_keys_is_not_told() throws Exception {
    var server = serve("{}");
    var logger = (Logger) LoggerFactory.getLogger(Recipient.class);
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    logger.addAppender(log);
    var properties = new HashMap<>(encryptedBy(server));
    properties.put(SERVER, uri(server) + "?access=s3cret");
    try (var _ = start(properties)) {
      assertThat(log.list)
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.getLevel()).isEqualTo(Level.ERROR);
                assertThat(line.getKeyValuePairs())
                    .extracting(it -> it.key + "=" + it.value)
                    .contains("source=" + uri(server))
                    .noneMatch(it -> it.contains("s3cret"));
              });
    } finally {
      logger.detachAppender(log);
      server.stop(0);
    }
  }

  @Test
  void a_server_that_sends_elsewhere_is_not_followed() throws Exception {
    var elsewhere = serve(Keys.set(Keys.of("elsewhere")));
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/jwks.json",
        exchange -> {
          exchange.getResponseHeaders().add("Location", uri(elsewhere).toString());
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    try {
      var context = start(encryptedBy(server));
      try (context) {
        refresh(context, 60);
        assertThat(delivery(context).isReady()).isFalse();
      }
    } finally {
      server.stop(0);
      elsewhere.stop(0);
    }
  }

  private ApplicationContext start(Map<String, Object> properties) {
    var all = new HashMap<>(properties);
    all.put(StandingTime.WANTED, true);
    return PartialContexts.of(all, "dev.grantflow.delivery", "dev.grantflow.egress")
        .enableDefaultPropertySources(false)
        .singletons(new SimpleMeterRegistry())
        .start();
  }

  private static Map<String, Object> encryptedBy(HttpServer server) {
    return Map.of(
        DELIVERY, "ENCRYPTED", SERVER, uri(server).toString(), "grantflow.egress.allow-http", true);
  }

  private void refresh(ApplicationContext context, int secondsLater) {
    context.getBean(StandingTime.class).pass(Duration.ofSeconds(secondsLater));
    context.getBean(ConfiguredDeliveries.class).refresh();
  }

  private static TokenDelivery delivery(ApplicationContext context) {
    return delivery(context, SHOP);
  }

  private static TokenDelivery delivery(ApplicationContext context, ClientName client) {
    return context.getBean(TokenDeliveries.class).of(client);
  }

  private static String keyId(ApplicationContext context) throws ParseException {
    return keyId(delivery(context));
  }

  private static String keyId(TokenDelivery delivery) throws ParseException {
    var encrypted = (TokenDelivery.Encrypted) delivery;
    return JWEObject.parse(encrypted.sealing().seal(PLAIN, Map.of())).getHeader().getKeyID();
  }

  private static double age(ApplicationContext context) {
    return context
        .getBean(MeterRegistry.class)
        .get("grantflow.recipient.keys.age")
        .tag("client", "shop")
        .gauge()
        .value();
  }

  private static HttpServer serve(String body) throws IOException {
    return serve(() -> body);
  }

  /// @param now null means 503
  private static HttpServer serve(Supplier<@Nullable String> now) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/jwks.json",
        exchange -> {
          var body = now.get();
          var bytes = Objects.requireNonNullElse(body, "-").getBytes(UTF_8);
          exchange.sendResponseHeaders(body == null ? 503 : 200, bytes.length);
          try (var out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.setExecutor(Thread::startVirtualThread);
    server.start();
    return server;
  }

  private static URI uri(HttpServer server) {
    return URI.create("http://127.0.0.1:%d/jwks.json".formatted(server.getAddress().getPort()));
  }
}
