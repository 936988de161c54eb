package dev.grantflow.security;

import static dev.grantflow.security.Scope.GRANTS_READ;
import static dev.grantflow.security.Scope.GRANTS_REVOKE;
import static dev.grantflow.security.Scope.GRANTS_SIGN;
import static dev.grantflow.security.Scope.GRANTS_WRITE;
import static dev.grantflow.security.Scope.METRICS_READ;
import static dev.grantflow.security.Scope.OPERATIONS_READ;
import static dev.grantflow.security.Scope.OPERATIONS_WRITE;
import static dev.grantflow.security.Scope.TOKENS_READ;

import dev.grantflow.security.Access.Needs;
import dev.grantflow.security.Access.Nobody;
import dev.grantflow.security.Access.Open;
import dev.grantflow.security.Access.OpenInPart;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/// Which scope each operation needs: the one place that says so. What is not listed nobody may
/// call.
@Singleton
public final class Operations {

  private static final String METRICS = "GET /prometheus";

  private static final Map<String, Scope> SCOPES =
      Map.ofEntries(
          Map.entry("POST /v1/grants", GRANTS_WRITE),
          Map.entry("GET /v1/grants", GRANTS_READ),
          Map.entry("GET /v1/grants/{grantId}", GRANTS_READ),
          Map.entry("GET /v1/grants/{grantId}/events", GRANTS_READ),
          Map.entry("DELETE /v1/grants/{grantId}", GRANTS_REVOKE),
          Map.entry("POST /v1/grants/{grantId}/signatures", GRANTS_SIGN),
          Map.entry("GET /v1/grants/{grantId}/token", TOKENS_READ),
          Map.entry("GET /grants", OPERATIONS_READ),
          Map.entry("GET /grants/{grantId}", OPERATIONS_READ),
          Map.entry("DELETE /grants/{grantId}", OPERATIONS_WRITE),
          Map.entry("POST /retry/{grantId}", OPERATIONS_WRITE),
          Map.entry("GET /pauses", OPERATIONS_READ),
          Map.entry("POST /pauses/{kind}/{name}", OPERATIONS_WRITE),
          Map.entry("DELETE /pauses/{kind}/{name}", OPERATIONS_WRITE),
          Map.entry("GET /dead-letters", OPERATIONS_READ),
          Map.entry("POST /dead-letters/{partition}/{offset}", OPERATIONS_WRITE),
          Map.entry("GET /openapi", OPERATIONS_READ),
          Map.entry("GET /v1/openapi", GRANTS_READ),
          Map.entry("GET /set-aside", OPERATIONS_READ),
          Map.entry("POST /set-aside/{grantId}", OPERATIONS_WRITE),
          Map.entry("GET /loggers", OPERATIONS_READ),
          Map.entry("GET /loggers/{name}", OPERATIONS_READ),
          Map.entry("POST /loggers/{name}", OPERATIONS_WRITE),
          Map.entry(METRICS, METRICS_READ));

  /// For browsers, authorization servers and payment counterparties.
  private static final Set<String> PUBLIC =
      Set.of(
          "GET /finish/{callbackId}",
          "POST /finish/{callbackId}",
          "GET /start/{startId}",
          "GET /clients/{name}",
          "GET /clients/{name}/jwks.json");

  /// For probes; the parts of it are for whoever has the scope.
  private static final Set<String> HEALTH =
      Set.of(
          "GET /health", "GET /health/{selector}", "GET /health/liveness", "GET /health/readiness");

  private final boolean metricsOpen;

  Operations(SecuritySettings settings) {
    this.metricsOpen = settings.metricsOpen();
  }

  /// @param method `HEAD` is as `GET`, of which it says no more
  /// @param template of the route's path
  public Access access(String method, String template) {
    var operation = (method.equals("HEAD") ? "GET" : method) + " " + template;
    if (PUBLIC.contains(operation) || isOpenMetrics(operation)) {
      return new Open();
    }
    if (HEALTH.contains(operation)) {
      return new OpenInPart(OPERATIONS_READ);
    }
    var scope = SCOPES.get(operation);
    return scope == null ? new Nobody() : new Needs(scope);
  }

  private boolean isOpenMetrics(String operation) {
    return metricsOpen && operation.equals(METRICS);
  }
}
