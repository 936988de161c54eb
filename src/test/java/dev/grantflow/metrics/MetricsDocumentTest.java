package dev.grantflow.metrics;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/metrics.md` has every metric of the service's own, as [Metric] has it, and no other.
class MetricsDocumentTest {

  private static final String BEGIN = "| `grantflow_";

  @Test
  void the_table_is_that_of_the_code() throws IOException {
    var document = Files.readAllLines(Path.of("docs/metrics.md"));

    var rows = document.stream().filter(line -> line.startsWith(BEGIN)).toList();

    assertThat(rows).isEqualTo(Stream.of(Metric.values()).map(MetricsDocumentTest::row).toList());
  }

  @Test
  void metrics_stand_in_the_order_of_the_alphabet_and_so_do_their_labels() {
    assertThat(Metric.values()).isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
    assertThat(Metric.values())
        .allSatisfy(it -> assertThat(it.labels()).isSorted().doesNotHaveDuplicates());
  }

  private static String row(Metric metric) {
    return "| `%s` | %s | %s | %s |"
        .formatted(metric.exported(), metric.type(), labels(metric.labels()), metric.help());
  }

  private static String labels(List<String> labels) {
    return labels.isEmpty() ? "–" : labels.stream().collect(joining("`, `", "`", "`"));
  }
}
