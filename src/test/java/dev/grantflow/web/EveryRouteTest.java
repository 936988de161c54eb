package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.grantflow.engine.CommandDesk;
import dev.grantflow.engine.FinishCallbacks;
import dev.grantflow.engine.GrantRecords.Entry;
import dev.grantflow.engine.ResourceSignatures;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Walks whatever the running server serves, on both ports: what is not on the list of what is open
/// asks for a token, and for one scope of it.
@Timeout(120)
final class EveryRouteTest {

  /// What may be reached by anybody.
  private static final Set<String> OPEN =
      Set.of(
          "GET /finish/{callbackId}",
          "POST /finish/{callbackId}",
          "GET /start/{startId}",
          "GET /clients/{name}",
          "GET /clients/{name}/jwks.json",
          "GET /health",
          "GET /health/{selector}",
          "GET /health/liveness",
          "GET /health/readiness");

  /// Two are there for this test. The other is the framework's own and switched off in the service,
  /// which has its way of starting; `GrantsOverHttpIT` sees that it is not there.
  private static final List<String> UNLISTED =
      List.of("/unlisted", "/clients/{name}/unlisted", "/token_info");

  @RegisterExtension
  static final WebServer SERVER = WebServer.withApi(Map.of("test.unlisted", true));

  @RegisterExtension static final WebServer WITHOUT_ISSUER = WebServer.withoutIssuer();

  @RegisterExtension
  static final WebServer METRICS_OPEN =
      WebServer.withApi(Map.of("grantflow.security.metrics-open", true));

  private static final Entry ENDED =
      new Entry(3, "REQUESTED", "EXPIRED", "deadline", Instant.EPOCH);

  record Route(String method, String template, int port) {

    String path() {
      return template.replaceAll("\\{[^}]+}", "order-7");
    }

    boolean isOpen() {
      return OPEN.contains((method.equals("HEAD") ? "GET" : method) + " " + template);
    }

    HttpResponse<String> call(String... headers) throws IOException, InterruptedException {
      return SERVER.at(port, method, path(), headers);
    }
  }

  static Stream<Route> routes() {
    return SERVER.context().getBean(Router.class).uriRoutes().map(EveryRouteTest::route);
  }

  static Stream<Route> guarded() {
    return routes().filter(route -> !route.isOpen() && !UNLISTED.contains(route.template()));
  }

  private static Route route(UriRouteInfo<?, ?> route) {
    var port = route.getPort();
    return new Route(
        route.getHttpMethodName(),
        route.getUriMatchTemplate().toString(),
        port == null ? SERVER.port() : port);
  }

  @BeforeEach
  void everything_has_an_answer() {
    SERVER.callbacks().answer(FinishCallbacks.Outcome.WrongHash::new);
    SERVER.signatures().answer(ResourceSignatures.Outcome.UnknownGrant::new);
    SERVER.grants().answer(() -> new CommandDesk.Answer.Accepted(Grants.in(Status.PENDING)));
    SERVER.grants().show(Grants.in(Status.EXPIRED), null, ENDED);
  }

  @Test
  void there_is_something_to_walk() {
    assertThat(routes().map(route -> route.method() + " " + route.template()))
        .contains(
            "GET /finish/{callbackId}",
            "GET /v1/grants/{grantId}",
            "POST /set-aside/{grantId}",
            "DELETE /grants/{grantId}",
            "POST /retry/{grantId}",
            "POST /pauses/{kind}/{name}",
            "POST /dead-letters/{partition}/{offset}",
            "GET /prometheus",
            "GET /health",
            "GET /unlisted",
            "GET /clients/{name}/unlisted");
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void without_a_token_is_shut(Route route) throws Exception {
    var answer = route.call();

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(it -> assertThat(it).matches("Bearer scope=\"[a-z]+:[a-z]+\""));
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void opens_by_exactly_one_scope(Route route) throws Exception {
    var opening = new ArrayList<String>();
    for (var scope : SandboxIdentityProvider.SCOPES) {
      var answer =
          route.call("Authorization", "Bearer " + WebServer.IDENTITY.token(List.of(scope)));
      assertThat(answer.statusCode()).isNotEqualTo(401);
      if (answer.statusCode() != 403) {
        opening.add(scope);
      }
    }

    assertThat(opening).hasSize(1);
    assertThat(route.call().headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer scope=\"%s\"".formatted(opening.getFirst()));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void is_open_only_if_it_is_on_the_list(Route route) throws Exception {
    var answer = route.call();

    assertThat(answer.statusCode() == 401 || answer.statusCode() == 403).isEqualTo(!route.isOpen());
  }

  @Test
  void whose_scope_was_forgotten_is_shut_to_everybody() throws Exception {
    var answer =
        SERVER.bare("GET", "/unlisted", "Authorization", WebServer.IDENTITY.authorization());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("Nobody is allowed to call this.");
    assertThat(SERVER.bare("GET", "/unlisted").statusCode()).isEqualTo(403);
    assertThat(SERVER.bare("GET", "/clients/shop/unlisted").statusCode()).isEqualTo(403);
    assertThat(SERVER.bare("POST", "/token_info").statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /set-aside, 403",
    "POST, /set-aside/order-7, 403",
    "GET, /loggers, 403",
    "POST, /loggers/dev.grantflow, 403",
    "GET, /grants, 403",
    "DELETE, /grants/order-7, 403",
    "POST, /pauses/client/shop, 403",
    "GET, /prometheus, 403",
    "GET, /health, 200",
    "GET, /health/liveness, 200",
    "GET, /health/readiness, 200"
  })
  void without_an_issuer_only_health_is_told(String method, String path, int status)
      throws Exception {
    var anybody = WITHOUT_ISSUER.manageBare(method, path);
    var stranger = WITHOUT_ISSUER.manage(method, path);

    assertThat(List.of(anybody.statusCode(), stranger.statusCode())).containsOnly(status);
    assertThat(anybody.body() + stranger.body()).doesNotContain("\"details\"", "diskSpace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer nonsense", "Bearer ", "Bearer a.b.c", "Bearer %%%"})
  void what_is_open_is_shut_to_nobody_for_a_token_that_is_no_good(String authorization)
      throws Exception {
    for (var path : List.of("/health", "/health/liveness", "/health/readiness")) {
      var answer = SERVER.manageBare("GET", path, "Authorization", authorization);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(SERVER.manageBare("GET", path).body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/readiness"})
  void details_of_the_health_are_for_operators(String path) throws Exception {
    var anybody = SERVER.manageBare("GET", path);
    // Waits for the keys, as the health does not.
    assertThat(SERVER.manage("GET", "/set-aside").statusCode()).isEqualTo(200);
    var other =
        SERVER.manageBare(
            "GET",
            path,
            "Authorization",
            "Bearer " + WebServer.IDENTITY.token(List.of("grants:read")));
    var operator =
        SERVER.manageBare(
            "GET",
            path,
            "Authorization",
            "Bearer " + WebServer.IDENTITY.token(List.of("operations:read")));
    var without = WITHOUT_ISSUER.manage("GET", path);

    assertThat(operator.body()).contains("\"neighbour\"");
    assertThat(List.of(anybody, other, without))
        .extracting(HttpResponse::body)
        .containsOnly("{\"status\":\"UP\"}");
  }

  /// As a probe does that ends the process when it is not answered within a second.
  @Test
  void a_probe_waits_for_no_provider_whatever_token_it_shows() throws Exception {
    var end = new CountDownLatch(1);
    var provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext("/", _ -> awaitUninterruptibly(end));
    provider.setExecutor(Thread::startVirtualThread);
    provider.start();
    var hanging = new HashMap<>(WebServer.IDENTITY.settings());
    var port = provider.getAddress().getPort();
    hanging.put("grantflow.security.jwks-uri", "http://127.0.0.1:%d/".formatted(port));
    hanging.put("grantflow.security.jwks-timeout", "30s");
    var server = new WebServer(hanging);
    try {
      var began = System.nanoTime();
      for (var i = 0; i < 5; i++) {
        var answer =
            server.manageBare(
                "GET", "/health/liveness", "Authorization", WebServer.IDENTITY.authorization());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    } finally {
      end.countDown();
      provider.stop(0);
      server.close();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void metrics_are_open_where_that_is_set() throws Exception {
    assertThat(METRICS_OPEN.manageBare("GET", "/prometheus").statusCode()).isEqualTo(200);
    assertThat(METRICS_OPEN.manageBare("GET", "/set-aside").statusCode()).isEqualTo(401);
  }

  @Test
  void where_nothing_is_served_there_is_nothing_to_guard() throws Exception {
    assertThat(SERVER.bare("GET", "/nothing").statusCode()).isEqualTo(404);
    assertThat(SERVER.bare("GET", "/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(SERVER.bare("POST", "/login").statusCode()).isEqualTo(404);
  }
}
