package dev.grantflow.web;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.FinishCallbacks.Outcome;
import dev.grantflow.engine.ResourceSignatures;
import dev.grantflow.engine.SetAside;
import dev.grantflow.grant.GrantState.Status;
import io.micronaut.health.HealthStatus;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.yaml.snakeyaml.Yaml;

/// Holds `docs/openapi.yaml` to what is served.
final class ApiDescriptionTest {

  private static final String FINISH_PATH = "/finish/{callbackId}";
  private static final String FINISH = "GET " + FINISH_PATH;
  private static final String SIGN = "POST /v1/grants/{grantId}/signatures";
  private static final String COMPLETED = "/finish/1?hash=h4sh&interact_ref=r3f";

  private static final Map<String, Object> DESCRIPTION = load();

  @RegisterExtension static final WebServer SERVER = new WebServer();

  @Test
  void describes_every_route_of_the_web_package_and_no_other() {
    var ours =
        SERVER
            .context()
            .getBean(Router.class)
            .uriRoutes()
            .filter(route -> route.getDeclaringType().getPackageName().equals("dev.grantflow.web"))
            .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
            .collect(Collectors.toSet());
    // The framework adds it to what an endpoint reads; it says no more than GET.
    ours.remove("HEAD /set-aside");
    ours.addAll(Set.of("GET /health/liveness", "GET /health/readiness", "GET /prometheus"));

    assertThat(described().keySet()).isEqualTo(ours);
  }

  @Test
  void describes_every_status_that_there_is() {
    var seen = new TreeMap<String, Set<String>>();
    for (var call : calls().toList()) {
      seen.computeIfAbsent(call.getKey(), _ -> new TreeSet<>())
          .add(Integer.toString(call.getValue().get()));
    }

    assertThat(described()).isEqualTo(seen);
  }

  @Test
  void knows_the_statuses_results_and_limits_of_the_code() {
    assertThat(at("components", "schemas", "Status").get("enum"))
        .isEqualTo(Stream.of(Status.values()).map(Status::name).toList());
    assertThat(finishParameters())
        .contains(
            entry("hash", FinishQuery.HASH_MAX),
            entry("interact_ref", FinishQuery.INTERACT_REF_MAX),
            entry("result", FinishQuery.RESULTS));
  }

  /// What each parameter's schema bounds it by.
  private static Map<Object, Object> finishParameters() {
    var bounds = new HashMap<Object, Object>();
    var parameters = Objects.requireNonNull(at("paths", FINISH_PATH, "get").get("parameters"));
    for (var parameter : (List<?>) parameters) {
      var members = (Map<?, ?>) parameter;
      var schema = (Map<?, ?>) Objects.requireNonNull(members.get("schema"));
      var words = (List<?>) schema.get("enum");
      bounds.put(
          Objects.requireNonNull(members.get("name")),
          words == null
              ? Objects.requireNonNullElse(schema.get("maxLength"), 0)
              : Set.copyOf(words));
    }
    return bounds;
  }

  private static Stream<Entry<String, Supplier<Integer>>> calls() {
    return Stream.of(
        entry(FINISH, () -> finish(COMPLETED, Grants.settled(Status.FINALIZED, "https://s.test/"))),
        entry(FINISH, () -> finish(COMPLETED, Grants.settled(Status.FINALIZED, null))),
        entry(FINISH, () -> finish(COMPLETED, new Outcome.WrongHash())),
        entry(FINISH, () -> finish(COMPLETED, new Outcome.UnknownCallback())),
        entry(FINISH, () -> finish("/finish/1", new Outcome.WrongHash())),
        entry(FINISH, ApiDescriptionTest::failing),
        entry(SIGN, () -> sign("order-7", SignaturesControllerTest.READ, signed())),
        entry(SIGN, () -> sign("order-7", "no json", signed())),
        entry(SIGN, () -> sign("order-7", SignaturesControllerTest.READ, unknownGrant())),
        entry(SIGN, () -> sign("order-7", SignaturesControllerTest.READ, notUsable())),
        entry(SIGN, () -> sign("order-7", "{}", signed())),
        entry(SIGN, () -> sign("order-7", SignaturesControllerTest.READ, unavailable())),
        entry(SIGN, ApiDescriptionTest::failingToSign),
        entry("GET /health/liveness", () -> health("/health/liveness", HealthStatus.UP)),
        entry("GET /health/readiness", () -> health("/health/readiness", HealthStatus.UP)),
        entry("GET /health/readiness", () -> health("/health/readiness", HealthStatus.DOWN)),
        entry("GET /health/liveness", () -> health("/health/liveness", HealthStatus.DOWN)),
        entry("GET /prometheus", () -> managed("GET", "/prometheus")),
        entry("GET /set-aside", () -> managed("GET", "/set-aside")),
        entry("POST /set-aside/{grantId}", ApiDescriptionTest::released),
        entry("POST /set-aside/{grantId}", () -> managed("POST", "/set-aside/unknown")));
  }

  private static int finish(String target, Outcome outcome) {
    SERVER.callbacks().answer(() -> outcome);
    return status(target);
  }

  private static int failing() {
    SERVER
        .callbacks()
        .answer(
            () -> {
              throw new IllegalStateException("on purpose");
            });
    return status(COMPLETED);
  }

  private static ResourceSignatures.Outcome signed() {
    return new ResourceSignatures.Outcome.Signed(new LinkedHashMap<>(Map.of("Signature", "s")));
  }

  private static ResourceSignatures.Outcome unknownGrant() {
    return new ResourceSignatures.Outcome.UnknownGrant();
  }

  private static ResourceSignatures.Outcome notUsable() {
    return new ResourceSignatures.Outcome.NotUsable("The grant is PENDING.");
  }

  private static ResourceSignatures.Outcome unavailable() {
    return new ResourceSignatures.Outcome.Unavailable("Away.", null);
  }

  private static int failingToSign() {
    return sign(
        "order-7",
        SignaturesControllerTest.READ,
        () -> {
          throw new IllegalStateException("on purpose");
        });
  }

  private static int sign(String grantId, String json, ResourceSignatures.Outcome outcome) {
    return sign(grantId, json, () -> outcome);
  }

  private static int sign(
      String grantId, String json, Supplier<ResourceSignatures.Outcome> outcome) {
    SERVER.signatures().answer(outcome);
    try {
      return SERVER.post("/v1/grants/" + grantId + "/signatures", json).statusCode();
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError("POST signatures", failure);
    }
  }

  private static int health(String target, HealthStatus neighbour) {
    SERVER.health().say(neighbour);
    return managed("GET", target);
  }

  private static int released() {
    SERVER
        .setAside()
        .add(new SetAside.Entry("set-aside-1", "REQUESTED", Instant.EPOCH, 5, "fault"));
    return managed("POST", "/set-aside/set-aside-1");
  }

  private static int managed(String method, String target) {
    try {
      return SERVER.manage(method, target).statusCode();
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(method + " " + target, failure);
    }
  }

  private static int status(String target) {
    try {
      return SERVER.get(target).statusCode();
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError("GET " + target, failure);
    }
  }

  /// Statuses by method and path.
  private static Map<String, Set<String>> described() {
    var described = new TreeMap<String, Set<String>>();
    for (var path : at("paths").entrySet()) {
      var methods = new TreeSet<>(at("paths", path.getKey()).keySet());
      methods.remove("servers");
      for (var method : methods) {
        var responses = at("paths", path.getKey(), method, "responses").keySet();
        described.put(
            method.toUpperCase(Locale.ROOT) + " " + path.getKey(), new TreeSet<>(responses));
      }
    }
    return described;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> at(String... path) {
    var here = DESCRIPTION;
    for (var name : path) {
      here = (Map<String, Object>) Objects.requireNonNull(here.get(name), name);
    }
    return here;
  }

  private static Map<String, Object> load() {
    try {
      return new Yaml().load(Files.readString(Path.of("docs/openapi.yaml")));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
