package dev.grantflow.helm;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Jobs run before anything of the release is there, but for what is a hook of a lower weight.
class HooksTest {

  private static final Path EVERYTHING = Path.of("helm/grantflow/ci/everything-values.yaml");

  static Stream<Path> situations() {
    return Chart.situations();
  }

  @ParameterizedTest
  @MethodSource("situations")
  void what_a_job_reads_and_the_release_brings_is_there_before_it(Path situation) {
    var installation = Chart.in(situation);
    for (var job : installation.workloads().stream().filter(HooksTest::isJob).toList()) {
      assertThat(installation.objects())
          .filteredOn(it -> names(job).contains(brings(it)))
          .isNotEmpty()
          .allSatisfy(
              it -> {
                assertThat(hooks(it)).containsEntry(Chart.HOOK, hooks(job.owner()).get(Chart.HOOK));
                assertThat(weight(it)).isLessThan(weight(job.owner()));
              });
    }
  }

  /// A situation without would let the test above see nothing of it.
  @Test
  void a_situation_has_a_secret_that_the_release_brings_to_a_job() {
    var installation = Chart.in(Path.of("helm/grantflow/ci/external-secrets-values.yaml"));

    assertThat(installation.all(Job.class)).isNotEmpty();
    assertThat(installation.workloads().stream().filter(HooksTest::isJob))
        .allSatisfy(it -> assertThat(names(it)).contains("Secret grants-database"));
    assertThat(installation.objects())
        .extracting(HooksTest::brings)
        .contains("Secret grants-database");
  }

  private static boolean isJob(Workload workload) {
    return workload.owner() instanceof Job;
  }

  private static List<String> names(Workload workload) {
    return Stream.of(
            workload.pod().getVolumes().stream()
                .map(Volume::getSecret)
                .filter(Objects::nonNull)
                .map(it -> "Secret " + it.getSecretName()),
            workload.pod().getVolumes().stream()
                .map(Volume::getConfigMap)
                .filter(Objects::nonNull)
                .map(it -> "ConfigMap " + it.getName()),
            workload.own().getEnv().stream()
                .map(EnvVar::getValueFrom)
                .filter(Objects::nonNull)
                .map(it -> "Secret " + it.getSecretKeyRef().getName()))
        .flatMap(it -> it)
        .toList();
  }

  private static String brings(HasMetadata object) {
    return switch (object) {
      case ConfigMap config -> "ConfigMap " + config.getMetadata().getName();
      case GenericKubernetesResource other when other.getKind().equals("ExternalSecret") ->
          "Secret " + other.<String>get("spec", "target", "name");
      case HasMetadata _ -> "nothing that is read";
    };
  }

  private static Map<String, String> hooks(HasMetadata object) {
    return requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
  }

  private static int weight(HasMetadata object) {
    return Integer.parseInt(requireNonNullElse(hooks(object).get(Chart.HOOK + "-weight"), "0"));
  }

  /// The service's own user need not be able to alter tables.
  @Test
  void the_job_that_migrates_may_have_a_login_of_its_own() {
    assertThat(logins(Chart.in(EVERYTHING)))
        .containsOnly(
            Map.entry("Job pay-grants-migrate", "grantflow-mysql-schema/user"),
            Map.entry("Job pay-grants-topics", "grantflow-mysql/username"),
            Map.entry("Deployment pay-grants", "grantflow-mysql/username"),
            Map.entry("Pod pay-grants-test", "grantflow-mysql/username"));
    assertThat(logins(Chart.with("migration: job")))
        .extracting(Map.Entry::getValue)
        .hasSize(3)
        .containsOnly("grantflow-mysql/username");
  }

  private static List<Map.Entry<String, String>> logins(Installation installation) {
    return installation.workloads().stream()
        .flatMap(
            workload ->
                workload.own().getEnv().stream()
                    .filter(it -> it.getName().equals("MYSQL_USER"))
                    .map(it -> it.getValueFrom().getSecretKeyRef())
                    .map(it -> Map.entry(workload.name(), it.getName() + "/" + it.getKey())))
        .toList();
  }

  @Test
  void jobs_and_tests_have_what_the_values_give_them() {
    assertThat(Chart.in(EVERYTHING).workloads())
        .filteredOn(it -> !it.owner().getKind().equals("Deployment"))
        .hasSize(3)
        .allSatisfy(
            it -> {
              assertThat(it.metadata().getAnnotations())
                  .containsEntry("example.com/sidecar", "false");
              assertThat(it.metadata().getLabels()).containsEntry("tier", "task");
            });
    assertThat(Chart.in(EVERYTHING).workloads())
        .extracting(it -> it.own().getEnvFrom().getFirst().getConfigMapRef().getName())
        .hasSize(4)
        .containsOnly("more-settings");
  }
}
