package dev.grantflow.security;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The operation that the server has chosen for a request.
///
/// @param template of the path, such as `/v1/grants/{grantId}`
/// @param grantId that stands in the address; null where there is none
public record CalledOperation(String method, String template, @Nullable String grantId) {

  /// Empty where nothing is served at the address.
  public static Optional<CalledOperation> of(HttpRequest<?> request) {
    return RouteAttributes.getRouteMatch(request)
        .filter(match -> match instanceof UriRouteMatch<?, ?>)
        .map(match -> of((UriRouteMatch<?, ?>) match));
  }

  private static CalledOperation of(UriRouteMatch<?, ?> match) {
    var route = match.getRouteInfo();
    return new CalledOperation(
        route.getHttpMethodName(),
        route.getUriMatchTemplate().toString(),
        match.getVariableValues().get("grantId") instanceof String text ? text : null);
  }

  /// As the documents name it.
  @Override
  public String toString() {
    return method + " " + template;
  }
}
