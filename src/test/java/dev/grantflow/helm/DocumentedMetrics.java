package dev.grantflow.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The metrics of `docs/metrics.md`, which is held against the running service elsewhere.
record DocumentedMetrics(Map<String, String> rows) {

  /// Prometheus' own, of whom it reads; without a cluster there is no namespace, which is a label
  /// too.
  private static final Set<String> OF_EACH = Set.of("job", "instance", "le", "namespace");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|(.*)\\|$");
  private static final Pattern OF_HISTOGRAM = Pattern.compile("_(bucket|sum|count|max)$");

  DocumentedMetrics {
    rows = Map.copyOf(rows);
  }

  static DocumentedMetrics read() {
    try {
      return new DocumentedMetrics(
          ROW.matcher(Files.readString(Path.of("docs", "metrics.md")))
              .results()
              .collect(Collectors.toMap(it -> it.group(1), it -> it.group(2), (one, _) -> one)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Fails where the expression names a metric, a label or, of those whose values are listed, a
  /// value that there is not.
  void knows(Expression expression) {
    assertThat(expression.isBalanced()).as(expression.text()).isTrue();
    assertThat(expression.metrics()).as(expression.text()).isNotEmpty();
    for (var metric : expression.metrics()) {
      if (metric.equals("up")) {
        continue;
      }
      var row = row(metric);
      assertThat(row).as("%s in %s", metric, expression.text()).isNotEmpty();
      expression
          .matchers(metric)
          .forEach(
              (label, values) -> {
                assertThat(row).contains("`" + label + "`");
                if (row.contains("by " + label + ":")) {
                  assertThat(values).allMatch(row::contains);
                }
              });
    }
    assertThat(expression.by())
        .filteredOn(label -> !OF_EACH.contains(label))
        .as(expression.text())
        .allMatch(
            label ->
                expression.metrics().stream().anyMatch(it -> row(it).contains("`" + label + "`")));
  }

  private String row(String metric) {
    var histogram = OF_HISTOGRAM.matcher(metric).replaceFirst("");
    return Objects.requireNonNullElseGet(rows.get(metric), () -> rows.getOrDefault(histogram, ""));
  }
}
