package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.grantflow.engine.FinishCallbacks.Outcome;
import dev.grantflow.grant.GrantState.Status;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// What holds for every reply, whoever makes it.
final class RepliesTest {

  private static final String COMPLETED = "/finish/c4llback-1d?hash=h4sh&interact_ref=r3f";

  @RegisterExtension static final WebServer SERVER = new WebServer();

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stop_listening() {
    root.detachAppender(log);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /finish/c4llback-1d?hash=h4sh&interact_ref=r3f, 303",
    "GET, /finish/c4llback-1d?hash=h4sh, 400",
    "HEAD, /finish/c4llback-1d?hash=h4sh&interact_ref=r3f, 405",
    "POST, /finish/c4llback-1d?hash=h4sh&interact_ref=r3f, 400",
    "PUT, /finish/c4llback-1d?hash=h4sh&interact_ref=r3f, 405",
    "GET, /start/st4rt-1d, 404",
    "HEAD, /start/st4rt-1d, 405",
    "GET, /start, 404",
    "GET, /finish, 404",
    "GET, /finish/, 404",
    "GET, /finish/c4llback-1d/more?hash=h4sh, 404",
    "GET, /c4llback-1d, 404",
    "GET, /health/liveness, 404"
  })
  void protects_every_reply_and_repeats_nothing(String method, String path, int status)
      throws Exception {
    SERVER
        .callbacks()
        .answer(() -> Grants.settled(Status.FINALIZED, "https://shop.example/return"));

    var reply = SERVER.send(method, path);

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(reply.headers().map()).containsAllEntriesOf(protection());
    assertThat(reply.body() + logged()).doesNotContain("c4llback-1d", "h4sh", "r3f", "st4rt-1d");
  }

  @Test
  void tells_the_log_and_not_the_caller_why_it_failed() throws Exception {
    SERVER
        .callbacks()
        .answer(
            () -> {
              throw new IllegalStateException("the database said 42");
            });

    var page = SERVER.get(COMPLETED);
    var problem = SERVER.get(COMPLETED, "Accept", "application/json");

    assertThat(page.statusCode()).isEqualTo(500);
    assertThat(page.headers().map()).containsAllEntriesOf(protection());
    assertThat(page.body())
        .contains("<h1>Internal Server Error</h1>")
        .doesNotContain("database", "IllegalState");
    assertThat(problem.statusCode()).isEqualTo(500);
    assertThat(problem.body()).contains("\"status\":500").doesNotContain("database");
    assertThat(logged())
        .contains("a GET request failed", "the database said 42")
        .doesNotContain("c4llback-1d", "h4sh", "r3f");
  }

  @Test
  void asks_to_come_again_while_the_database_is_away_and_says_so_in_one_line() throws Exception {
    SERVER
        .callbacks()
        .answer(
            () -> {
              throw new AwayOutages.Away();
            });

    var page = SERVER.get(COMPLETED);
    var problem = SERVER.get(COMPLETED, "Accept", "application/json");
    var pushed =
        SERVER.post(
            "/finish/c4llback-1d",
            "application/json",
            "{\"hash\":\"h4sh\",\"interact_ref\":\"r3f\"}");

    assertThat(List.of(page, problem, pushed))
        .allSatisfy(
            reply -> {
              assertThat(reply.statusCode()).isEqualTo(503);
              assertThat(reply.headers().firstValue("Retry-After")).hasValue("2");
              assertThat(reply.headers().map()).containsAllEntriesOf(protection());
              assertThat(reply.body()).contains("again in a few seconds.");
            });
    assertThat(page.body()).contains("<h1>Not just now</h1>");
    assertThat(log.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .hasSize(3)
        .allSatisfy(event -> assertThat(event.getThrowableProxy()).isNull());
    assertThat(logged())
        .contains(
            "a GET request was turned away, the database being away: Away (SQLSTATE 08S01, code 0)")
        .doesNotContain("c4llback-1d", "h4sh", "r3f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/finish/c4llback-1d?hash=h4sh%zz&interact_ref=r3f",
        "/finish/c4llback-1d%zz?hash=h4sh&interact_ref=r3f",
        "/finish/c4llback-1d?hash=h4sh|&interact_ref=r3f\"<",
        "/finish/c4llback-1d?hash=h4sh\u00e9&interact_ref=r3f"
      })
  void refuses_a_broken_address_without_repeating_it(String target) throws Exception {
    SERVER.callbacks().answer(Outcome.WrongHash::new);

    var reply = raw(target);

    assertThat(reply).startsWith("HTTP/1.1 400 ");
    assertThat(reply + logged()).doesNotContain("c4llback-1d", "h4sh", "r3f");
  }

  @Test
  void refuses_an_endless_address_without_repeating_it() throws Exception {
    var reply = raw(COMPLETED + "a".repeat(20_000));

    assertThat(reply)
        .contains(" 413 ", "The request is too long.")
        .containsIgnoringCase("cache-control: no-store")
        .containsIgnoringCase("referrer-policy: no-referrer");
    assertThat(reply + logged()).doesNotContain("c4llback-1d", "h4sh", "r3f");
  }

  @Test
  void keeps_what_is_pushed_out_of_the_log_even_when_everything_else_is_logged() throws Exception {
    SERVER.callbacks().answer(() -> Grants.settled(Status.APPROVED, null));
    var body = "{\"hash\":\"h4sh\",\"interact_ref\":\"r3f\"}";

    try (var _ = new ProductionLevels(Level.TRACE)) {
      root.info("everything else");
      assertThat(SERVER.post("/finish/c4llback-1d", "application/json", body).statusCode())
          .isEqualTo(204);
    }

    assertThat(logged()).contains("everything else").doesNotContain("c4llback-1d", "h4sh", "r3f");
  }

  @ParameterizedTest
  @CsvSource({"GET, 303", "POST, 400", "PUT, 405"})
  void keeps_addresses_out_of_the_log_even_when_everything_else_is_logged(String method, int status)
      throws Exception {
    SERVER
        .callbacks()
        .answer(() -> Grants.settled(Status.FINALIZED, "https://shop.example/return"));

    try (var _ = new ProductionLevels(Level.TRACE)) {
      root.info("everything else");
      assertThat(SERVER.send(method, COMPLETED).statusCode()).isEqualTo(status);
    }

    assertThat(logged()).contains("everything else").doesNotContain("c4llback-1d", "h4sh", "r3f");
  }

  @Test
  void keeps_cookies_and_what_else_browsers_say_out_of_the_log() throws Exception {
    SERVER.callbacks().answer(Outcome.OtherBrowser::new);

    try (var _ = new ProductionLevels(Level.TRACE)) {
      root.info("everything else");
      SERVER.get(
          COMPLETED,
          "Cookie",
          "__Host-grantflow-1=st4rt-1d",
          "X-Forwarded-For",
          "f0rged",
          "User-Agent",
          "4gent");
      SERVER.get("/start/st4rt-1d");
      SERVER.send("F4KE", COMPLETED);
    }

    assertThat(logged())
        .contains("everything else")
        .doesNotContain("st4rt-1d", "f0rged", "4gent", "F4KE");
  }

  @Test
  void counts_callbacks_without_telling_them_apart() throws Exception {
    SERVER.get(COMPLETED, new Outcome.WrongHash());
    SERVER.send("POST", COMPLETED);
    SERVER.get("/c4llback-1d");

    var metrics = SERVER.manage("GET", "/prometheus");

    assertThat(metrics.body())
        .contains("uri=\"/finish/{callbackId}\"")
        .doesNotContain("c4llback-1d", "h4sh", "r3f");
  }

  private static Map<String, List<String>> protection() {
    return Map.of(
        "x-frame-options", List.of("DENY"),
        "cross-origin-resource-policy", List.of("same-origin"),
        "permissions-policy",
            List.of("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        "strict-transport-security", List.of("max-age=31536000"),
        "cache-control", List.of("no-store"),
        "referrer-policy", List.of("no-referrer"),
        "content-security-policy", List.of(Page.CONTENT_SECURITY_POLICY),
        "x-content-type-options", List.of("nosniff"));
  }

  /// Sends a target that no proper client would.
  private static String raw(String target) throws IOException {
    try (var socket = new Socket("localhost", SERVER.port())) {
      var head =
          "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(target);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String logged() {
    return log.list.stream()
        .map(
            event ->
                event.getFormattedMessage()
                    + event.getKeyValuePairs()
                    + (event.getThrowableProxy() == null
                        ? ""
                        : ThrowableProxyUtil.asString(event.getThrowableProxy())))
        .collect(Collectors.joining("\n"));
  }
}
