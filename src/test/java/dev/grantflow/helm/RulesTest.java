package dev.grantflow.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRuleSpec;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The alerts, as Prometheus and its operator read them.
class RulesTest {

  /// Each has a section of the runbook.
  private static final List<String> ALERTS =
      List.of(
          "GrantflowCircuitOpen",
          "GrantflowConsumerLag",
          "GrantflowDeadLetters",
          "GrantflowDown",
          "GrantflowDueLag",
          "GrantflowGrantFaults",
          "GrantflowGrantsSetAside",
          "GrantflowKeyFileFaulty",
          "GrantflowKeyRefused",
          "GrantflowKeysetFaulty",
          "GrantflowMessagesSetAside",
          "GrantflowNotReady",
          "GrantflowNothingRead",
          "GrantflowOutboxLag",
          "GrantflowPoolExhausted",
          "GrantflowRecipientKeysStale",
          "GrantflowReencryptionStalled",
          "GrantflowRefusedTokens",
          "GrantflowWrongCallbacks");

  static Stream<Rule> rules() throws IOException {
    var file = Files.readString(Chart.FOLDER.resolve("rules/grantflow.yaml"));
    return StrictObjects.read(Installation.yaml().load(file), PrometheusRuleSpec.class)
        .getGroups()
        .stream()
        .flatMap(group -> group.getRules().stream());
  }

  @Test
  void these_are_the_alerts() throws IOException {
    assertThat(rules().map(Rule::getAlert)).containsExactlyInAnyOrderElementsOf(ALERTS);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void each_says_how_bad_it_is_what_it_means_and_where_to_read_on(Rule rule) {
    assertThat(rule.getLabels()).containsOnlyKeys("severity");
    assertThat(rule.getLabels().get("severity")).isIn("critical", "warning");
    assertThat(rule.getFor()).matches("\\d+[mh]");
    assertThat(rule.getAnnotations()).containsOnlyKeys("summary", "description", "runbook_url");
    assertThat(rule.getAnnotations().get("summary")).hasSizeBetween(10, 80);
    assertThat(rule.getAnnotations().get("description")).endsWith(".");
    assertThat(rule.getAnnotations())
        .containsEntry(
            "runbook_url", "docs/operations.md#" + rule.getAlert().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void each_looks_at_metrics_that_there_are(Rule rule) {
    DocumentedMetrics.read().knows(new Expression(rule.getExpr().getStrVal()));
  }

  @Test
  void a_metric_a_label_or_a_value_that_there_is_not_would_be_seen() {
    var metrics = DocumentedMetrics.read();

    assertThat(
            Stream.of(
                    "max(grantflow_due_lagg_seconds) > 60",
                    "sum(rate(grantflow_callbacks_total{outcom=\"unknown\"}[5m])) > 1",
                    "sum(rate(grantflow_callbacks_total{outcome=\"unheard\"}[5m])) > 1",
                    "max by (colour) (grantflow_due_lag_seconds)",
                    "max(grantflow_due_lag_seconds")
                .map(Expression::new))
        .allSatisfy(
            wrong ->
                assertThat(catchThrowable(() -> metrics.knows(wrong)))
                    .as(wrong.text())
                    .isInstanceOf(AssertionError.class));
  }

  @Test
  void installed_they_lead_to_the_runbook_that_the_values_name() throws IOException {
    var installed = rulesOf("everything");

    assertThat(installed).hasSameSizeAs(ALERTS);
    assertThat(installed)
        .extracting(it -> it.getAnnotations().get("runbook_url"))
        .allMatch(it -> it.startsWith("https://runbooks.example.com/grantflow#grantflow"));
    assertThat(installed)
        .extracting(it -> it.getExpr().getStrVal())
        .containsExactlyElementsOf(rules().map(it -> it.getExpr().getStrVal()).toList());
    assertThat(installed)
        .extracting(it -> it.getAnnotations().get("description"))
        .containsExactlyElementsOf(
            rules().map(it -> it.getAnnotations().get("description")).toList());
  }

  private static List<Rule> rulesOf(String situation) {
    return Chart.in(Path.of("helm/grantflow/ci/%s-values.yaml".formatted(situation)))
        .one(PrometheusRule.class)
        .getSpec()
        .getGroups()
        .stream()
        .flatMap(group -> group.getRules().stream())
        .toList();
  }
}
