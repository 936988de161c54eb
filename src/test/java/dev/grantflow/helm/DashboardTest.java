package dev.grantflow.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// The dashboard, as Grafana reads it.
class DashboardTest {

  static final Path FILE = Chart.FOLDER.resolve("dashboards/grantflow.json");

  private static Stream<JsonNode> panels() throws IOException {
    var panels = new ObjectMapper().readTree(FILE.toFile()).path("panels");
    return StreamSupport.stream(panels.spliterator(), false);
  }

  private static List<Expression> expressions() throws IOException {
    return panels()
        .flatMap(it -> StreamSupport.stream(it.path("targets").spliterator(), false))
        .map(it -> new Expression(it.path("expr").asText()))
        .toList();
  }

  @Test
  void each_panel_shows_metrics_that_there_are() throws IOException {
    assertThat(expressions())
        .hasSizeGreaterThan(20)
        .allSatisfy(it -> DocumentedMetrics.read().knows(it));
  }

  @Test
  void panels_have_numbers_titles_and_places_of_their_own() throws IOException {
    assertThat(panels().map(it -> it.path("id").asInt())).doesNotHaveDuplicates().doesNotContain(0);
    assertThat(panels().map(it -> it.path("title").asText()))
        .doesNotHaveDuplicates()
        .doesNotContain("");
    assertThat(
            panels().map(it -> it.path("gridPos").path("y") + "/" + it.path("gridPos").path("x")))
        .doesNotHaveDuplicates();
  }

  /// Each Grafana calls its Prometheus otherwise.
  @Test
  void the_source_is_chosen_by_who_looks() throws IOException {
    assertThat(
            panels().filter(it -> it.has("targets")).map(it -> it.path("datasource").path("uid")))
        .isNotEmpty()
        .allMatch(it -> it.asText().equals("${datasource}"));
  }

  @Test
  void installed_it_is_the_same() throws IOException {
    var installed =
        Chart.in(Path.of("helm/grantflow/ci/everything-values.yaml"))
            .one(ConfigMap.class, "pay-grants-dashboard");

    assertThat(installed.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(new ObjectMapper().readTree(installed.getData().get("grantflow.json")))
        .isEqualTo(new ObjectMapper().readTree(Files.readString(FILE)));
  }
}
