package dev.grantflow.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// What a caller would rather have (RFC 9110 §12.5.1).
final class Preference {

  private static final Set<String> PAGE =
      Set.of("text/html", "application/xhtml+xml", "text/*", "*/*");
  private static final Set<String> JSON =
      Set.of("application/problem+json", "application/json", "application/*", "*/*");

  private Preference() {}

  /// Only for who weighs it higher; visitors come with browsers.
  static boolean isJson(HttpRequest<?> request) {
    var accept = request.getHeaders().accept();
    return weight(accept, JSON).compareTo(weight(accept, PAGE)) > 0;
  }

  private static BigDecimal weight(List<MediaType> accept, Set<String> ranges) {
    return accept.stream()
        .filter(range -> ranges.contains(range.getName()))
        .map(MediaType::getQualityAsNumber)
        .max(Comparator.naturalOrder())
        .orElse(BigDecimal.ZERO);
  }
}
