package dev.grantflow.security;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The operation that the server has chosen for a request.
///
/// @param template of the path, such as `/v1/grants/{grantId}`
/// @param grantId that stands in the address; null where there is none
/// @param target what else stands there in the places of the template's variables, as it was
///   written and in their order, with spaces between; null where there is nothing
public record CalledOperation(
    String method, String template, @Nullable String grantId, @Nullable String target) {

  private static final String GRANT_ID = "grantId";
  private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z]+)}");

  /// Empty where nothing is served at the address.
  public static Optional<CalledOperation> of(HttpRequest<?> request) {
    return RouteAttributes.getRouteMatch(request)
        .filter(match -> match instanceof UriRouteMatch<?, ?>)
        .map(match -> of((UriRouteMatch<?, ?>) match));
  }

  private static CalledOperation of(UriRouteMatch<?, ?> match) {
    var route = match.getRouteInfo();
    var template = route.getUriMatchTemplate().toString();
    var values = match.getVariableValues();
    return new CalledOperation(
        route.getHttpMethodName(),
        template,
        values.get(GRANT_ID) instanceof String text ? text : null,
        target(template, values));
  }

  private static @Nullable String target(String template, Map<String, Object> values) {
    var target =
        VARIABLE
            .matcher(template)
            .results()
            .map(it -> it.group(1))
            .filter(name -> !name.equals(GRANT_ID))
            .flatMap(
                name -> values.get(name) instanceof String text ? Stream.of(text) : Stream.empty())
            .collect(Collectors.joining(" "));
    return target.isEmpty() ? null : target;
  }

  /// As the documents name it.
  @Override
  public String toString() {
    return method + " " + template;
  }
}
