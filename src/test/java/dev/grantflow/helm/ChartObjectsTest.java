package dev.grantflow.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/// What the chart renders is what an API server takes, in each situation that there are values for.
class ChartObjectsTest {

  private static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final String LABEL = "([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?";
  private static final String KEY =
      "([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

  static Stream<Path> situations() {
    return Chart.situations();
  }

  @Test
  void there_are_values_for_what_people_do() {
    assertThat(Chart.situations().map(it -> it.getFileName().toString()))
        .containsExactly(
            "air-gapped-values.yaml",
            "bare-values.yaml",
            "default-values.yaml",
            "everything-values.yaml",
            "external-secrets-values.yaml",
            "gateway-api-values.yaml",
            "keda-values.yaml",
            "mesh-values.yaml",
            "minimal-values.yaml",
            "single-replica-values.yaml");
  }

  @ParameterizedTest
  @MethodSource("situations")
  void helm_finds_nothing_to_say(Path situation) throws IOException {
    var chart = Chart.copy(Chart.FOLDER);
    Files.writeString(chart.resolve("values.yaml"), merged(situation));

    var result = new Helm(chart).lint().strict().call();

    assertThat(result.getMessages()).noneMatch(it -> it.contains("[WARNING]"));
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  /// Lint takes no values beside the chart's own.
  private static String merged(Path situation) throws IOException {
    var own = Installation.yaml().load(Files.readString(Chart.FOLDER.resolve("values.yaml")));
    var given = Installation.yaml().load(Files.readString(situation));
    return new Yaml().dump(merged(own, given));
  }

  private static Object merged(Object own, Object given) {
    if (!(own instanceof Map<?, ?> mine) || !(given instanceof Map<?, ?> theirs)) {
      return given;
    }
    var both = new LinkedHashMap<Object, Object>(mine);
    theirs.forEach(
        (key, value) -> both.merge(key, Objects.requireNonNull(value), ChartObjectsTest::merged));
    return both;
  }

  @ParameterizedTest
  @MethodSource("situations")
  void each_object_has_a_name_and_labels_that_a_cluster_takes(Path situation) {
    for (var object : Chart.in(situation).objects()) {
      var metadata = object.getMetadata();
      assertThat(metadata.getName()).matches(NAME);
      assertThat(labels(metadata.getLabels()).keySet()).allMatch(it -> it.matches(KEY));
      assertThat(labels(metadata.getLabels()).values()).allMatch(it -> it.matches(LABEL));
      assertThat(labels(metadata.getAnnotations()).keySet()).allMatch(it -> it.matches(KEY));
    }
  }

  private static Map<String, String> labels(Map<String, String> labels) {
    return Objects.requireNonNullElse(labels, Map.of());
  }

  @ParameterizedTest
  @MethodSource("situations")
  void each_object_of_the_chart_says_whose_it_is(Path situation) {
    assertThat(own(Chart.in(situation)))
        .isNotEmpty()
        .allSatisfy(
            object -> {
              assertThat(object.getMetadata().getNamespace()).isEqualTo(Chart.NAMESPACE);
              assertThat(object.getMetadata().getLabels())
                  .containsEntry("app.kubernetes.io/instance", "pay")
                  .containsEntry("app.kubernetes.io/managed-by", "Helm")
                  .containsKeys(
                      "app.kubernetes.io/name",
                      "app.kubernetes.io/component",
                      "app.kubernetes.io/version",
                      "helm.sh/chart");
            });
  }

  /// All but those that the values bring themselves.
  private static List<HasMetadata> own(Installation installation) {
    return installation.objects().stream()
        .filter(it -> !it.getKind().equals("ExternalSecret"))
        .filter(it -> !it.getMetadata().getName().endsWith("-more"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("situations")
  void no_two_objects_are_the_same(Path situation) {
    assertThat(
            Chart.in(situation).objects().stream()
                .map(it -> it.getKind() + " " + it.getMetadata().getName()))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_long_release_leaves_room_for_what_is_appended() {
    var names = Chart.with("fullnameOverride: " + "a".repeat(80) + "\nmigration: job\n");

    assertThat(names.objects())
        .extracting(it -> it.getMetadata().getName())
        .allMatch(it -> it.matches(NAME));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enableServiceLink: false",
        "containers: [{name: a, image: b, imagePullPolice: Always}]",
        "containers: [{name: a, image: b, env: [{name: A, value: 1}]}]",
        "containers: [{name: a, image: b, env: [{name: A, value: true}]}]",
        "priority: '3'",
        "automountServiceAccountToken: 'false'",
        "terminationGracePeriodSeconds: ''",
      })
  void what_a_cluster_would_refuse_is_seen(String spec) {
    var pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  " + spec + "\n";

    assertThatThrownBy(() -> Installation.of(pod)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void objects_of_the_values_own_are_templates() {
    var more =
        Chart.in(Path.of("helm/grantflow/ci/everything-values.yaml"))
            .one(ConfigMap.class, "pay-grants-more");

    assertThat(more.getData()).containsExactly(Map.entry("release", "pay"));
  }
}
