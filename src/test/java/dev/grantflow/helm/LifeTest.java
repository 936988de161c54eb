package dev.grantflow.helm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How replicas come, are watched and go.
class LifeTest {

  static Stream<Path> situations() {
    return Chart.situations();
  }

  @ParameterizedTest
  @MethodSource("situations")
  void probes_ask_on_the_management_port(Path situation) {
    var container =
        Chart.in(situation).deployment().getSpec().getTemplate().getSpec().getContainers();
    var own = container.getFirst();

    assertThat(own.getStartupProbe()).satisfies(it -> asks(it, "/health/liveness"));
    assertThat(own.getLivenessProbe()).satisfies(it -> asks(it, "/health/liveness"));
    assertThat(own.getReadinessProbe()).satisfies(it -> asks(it, "/health/readiness"));
  }

  private static void asks(Probe probe, String path) {
    assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
    assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
  }

  @ParameterizedTest
  @MethodSource("situations")
  void kubernetes_waits_longer_than_the_process_takes_to_end(Path situation) {
    var installation = Chart.in(situation);
    var period = installation.settings().replaceFirst("(?s).*period: (\\d+)s.*", "$1");

    assertThat(grace(installation.deployment())).isGreaterThanOrEqualTo(Long.parseLong(period) + 5);
  }

  private static long grace(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds();
  }

  @Test
  void a_longer_end_is_waited_for() {
    var installation = Chart.with("shutdown: {periodSeconds: 120}");

    assertThat(installation.settings()).contains("period: 120s");
    assertThat(grace(installation.deployment())).isEqualTo(130);
  }

  @ParameterizedTest
  @MethodSource("situations")
  void no_replica_goes_before_another_is_ready(Path situation) {
    var strategy = Chart.in(situation).deployment().getSpec().getStrategy();

    assertThat(strategy.getType()).isEqualTo("RollingUpdate");
    assertThat(strategy.getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
    assertThat(strategy.getRollingUpdate().getMaxSurge().getIntVal()).isEqualTo(1);
  }

  /// An API server refuses what is for rolling beside another way.
  @Test
  void replicas_may_be_replaced_all_at_once() {
    var strategy =
        Chart.with("updateStrategy: {type: Recreate}").deployment().getSpec().getStrategy();

    assertThat(strategy.getType()).isEqualTo("Recreate");
    assertThat(strategy.getRollingUpdate()).isNull();
  }

  @Test
  void pods_roll_when_a_setting_changes_and_not_otherwise() {
    var before = checksum("");

    assertThat(checksum("")).isEqualTo(before);
    assertThat(checksum("replicaCount: 5")).isEqualTo(before);
    assertThat(checksum("config: {grantflow: {engine: {concurrency: 64}}}")).isNotEqualTo(before);
    assertThat(checksum("kafka: {topics: {partitions: 24}}")).isNotEqualTo(before);
    assertThat(checksum("publicUri: https://other.example.com")).isNotEqualTo(before);
  }

  private static String checksum(String further) {
    var pod = Chart.with(further).deployment().getSpec().getTemplate().getMetadata();
    return requireNonNull(pod.getAnnotations().get("checksum/config"));
  }

  @ParameterizedTest
  @MethodSource("situations")
  void helm_test_asks_the_service_that_there_is(Path situation) {
    var installation = Chart.in(situation);
    var test =
        installation.workloads().stream()
            .filter(it -> it.owner().getKind().equals("Pod"))
            .findFirst()
            .orElseThrow();
    var service = installation.deployment().getMetadata().getName() + "-management";

    assertThat(test.owner().getMetadata().getAnnotations()).containsEntry(Chart.HOOK, "test");
    assertThat(test.pod().getRestartPolicy()).isEqualTo("Never");
    assertThat(test.own().getArgs())
        .startsWith("probe", "http://%s:8081/health/readiness".formatted(service));
    assertThat(test.own().getImage()).isEqualTo(installation.container().getImage());
  }

  @Test
  void a_start_and_a_job_may_take_as_long_as_the_values_say() {
    var usual = Chart.with("migration: job");
    var patient =
        Chart.with("{migration: job, startup: {maxSeconds: 7200}, jobs: {maxSeconds: 7200}}");

    assertThat(startSeconds(usual)).isEqualTo(600);
    assertThat(startSeconds(patient)).isEqualTo(7200);
    assertThat(usual.one(Job.class).getSpec().getActiveDeadlineSeconds()).isEqualTo(3600);
    assertThat(patient.one(Job.class).getSpec().getActiveDeadlineSeconds()).isEqualTo(7200);
  }

  private static int startSeconds(Installation installation) {
    var pod = installation.deployment().getSpec().getTemplate().getSpec();
    var probe = pod.getContainers().getFirst().getStartupProbe();
    return probe.getPeriodSeconds() * probe.getFailureThreshold();
  }
}
