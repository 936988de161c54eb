package dev.grantflow.web;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.security.Access;
import dev.grantflow.security.Operations;
import io.micronaut.logging.LogLevel;
import io.micronaut.web.router.Router;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Holds `openapi.yaml` to what is served.
final class ApiDescriptionTest {

  private static final Described DESCRIPTION = Described.read();

  @RegisterExtension static final WebServer SERVER = WebServer.withApi(Map.of());

  @RegisterExtension
  static final WebServer FULL = WebServer.withApi(Map.of("grantflow.api.streams-max", 0));

  @RegisterExtension
  static final WebServer LIMITED = WebServer.withApi(Map.of("grantflow.http.calls-per-id", 1));

  private static final DescribedCalls CALLS =
      new DescribedCalls(DESCRIPTION, SERVER, FULL, LIMITED);

  /// The framework's that it describes, as far as routes tell them.
  private static final String LOGGERS = "io.micronaut.management.endpoint.loggers";

  @Test
  void describes_every_route_of_ours_and_the_loggers_and_no_other() {
    var ours =
        SERVER
            .context()
            .getBean(Router.class)
            .uriRoutes()
            .filter(
                route ->
                    Set.of("dev.grantflow.web", LOGGERS)
                        .contains(route.getDeclaringType().getPackageName()))
            .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
            .collect(Collectors.toSet());
    // The framework adds it to what is read; it says no more than GET.
    ours.removeAll(
        Set.of(
            "HEAD /set-aside",
            "HEAD /grants",
            "HEAD /grants/{grantId}",
            "HEAD /pauses",
            "HEAD /dead-letters",
            "HEAD /openapi",
            "HEAD /loggers",
            "HEAD /loggers/{name}",
            "HEAD /clients/{name}",
            "HEAD /clients/{name}/jwks.json"));
    ours.addAll(Set.of("GET /health/liveness", "GET /health/readiness", "GET /prometheus"));

    assertThat(DESCRIPTION.statuses().keySet()).isEqualTo(ours);
  }

  @Test
  void describes_the_scope_that_each_operation_needs() {
    var operations = SERVER.context().getBean(Operations.class);

    assertThat(DESCRIPTION.statuses().keySet())
        .allSatisfy(
            operation -> {
              var words = operation.split(" ", 2);
              assertThat(DESCRIPTION.scopes(operation))
                  .as(operation)
                  .isEqualTo(scopes(operations.access(words[0], words[1])));
            });
  }

  /// In the alternatives that OpenAPI has: none, and one for each scope.
  private static List<List<String>> scopes(Access access) {
    return switch (access) {
      case Access.Open() -> List.of();
      case Access.OpenInPart(var scope) -> List.of(List.of(), List.of(scope.value()));
      case Access.Needs(var scope) -> List.of(List.of(scope.value()));
      case Access.Nobody() -> throw new AssertionError("nobody may call it");
    };
  }

  @Test
  void describes_every_status_that_there_is() {
    var seen = new TreeMap<String, Set<String>>();
    for (var call : CALLS.calls().toList()) {
      seen.computeIfAbsent(call.getKey(), _ -> new TreeSet<>())
          .add(Integer.toString(call.getValue().get().statusCode()));
    }

    assertThat(DESCRIPTION.statuses()).isEqualTo(seen);
  }

  @Test
  void describes_what_each_answer_looks_like() {
    CALLS.calls().forEach(call -> DESCRIPTION.check(call.getKey(), call.getValue().get()));
  }

  @Test
  void knows_every_filter_and_problem_of_the_api() {
    var parameters =
        (List<?>)
            Objects.requireNonNull(
                DESCRIPTION.at("paths", DescribedCalls.GRANTS, "get").get("parameters"));
    var names =
        parameters.stream().map(it -> String.valueOf(((Map<?, ?>) it).get("name"))).toList();

    assertThat(names)
        .containsExactlyElementsOf(
            Stream.concat(ListQuery.FILTERS.stream(), Stream.of(ListQuery.CURSOR)).toList());
  }

  @Test
  void lists_grants_for_operators_by_what_services_list_them_by() {
    assertThat(DESCRIPTION.at("paths", "/grants", "get").get("parameters"))
        .isEqualTo(DESCRIPTION.at("paths", DescribedCalls.GRANTS, "get").get("parameters"));
  }

  @Test
  void is_served_as_it_is() throws Exception {
    var text = Files.readString(Described.PATH);

    assertThat(SERVER.manage("GET", "/openapi").body()).isEqualTo(text);
    assertThat(SERVER.get("/v1/openapi").body()).isEqualTo(text);
  }

  @Test
  void knows_the_statuses_results_and_limits_of_the_code() {
    assertThat(DESCRIPTION.at("components", "schemas", "Status").get("enum"))
        .isEqualTo(Stream.of(Status.values()).map(Status::name).toList());
    assertThat(finishParameters())
        .contains(
            entry("hash", FinishQuery.HASH_MAX),
            entry("interact_ref", FinishQuery.INTERACT_REF_MAX),
            entry("result", FinishQuery.RESULTS));
  }

  @Test
  void knows_the_levels_that_loggers_have() {
    assertThat(DESCRIPTION.at("components", "schemas", "Level").get("enum"))
        .isEqualTo(Stream.of(LogLevel.values()).map(LogLevel::name).toList());
  }

  /// What each parameter's schema bounds it by.
  private static Map<Object, Object> finishParameters() {
    var bounds = new HashMap<Object, Object>();
    var parameters =
        Objects.requireNonNull(
            DESCRIPTION.at("paths", DescribedCalls.FINISH_PATH, "get").get("parameters"));
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
}
