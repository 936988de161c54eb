package dev.grantflow.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every pod passes Pod Security `restricted`, those of Jobs and of `helm test` too, and nothing
/// that is secret stands where everybody reads it.
class PodSecurityTest {

  private static final Pattern SECRET =
      Pattern.compile("(?i)(password|secret|jaas|token|private)[^/]*");

  static Stream<Path> situations() {
    return Chart.situations();
  }

  @ParameterizedTest
  @MethodSource("situations")
  void each_pod_is_restricted(Path situation) {
    assertThat(Chart.in(situation).workloads())
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(it -> assertRestricted(it.pod()));
  }

  private static void assertRestricted(PodSpec pod) {
    var security = pod.getSecurityContext();
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getHostPID()).isNull();
    assertThat(pod.getHostIPC()).isNull();
    assertThat(security.getRunAsNonRoot()).isTrue();
    assertThat(security.getRunAsUser()).isPositive();
    assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getVolumes()).allMatch(PodSecurityTest::isAllowed);
    assertThat(Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream()))
        .allSatisfy(PodSecurityTest::assertRestricted);
  }

  private static boolean isAllowed(Volume volume) {
    return volume.getConfigMap() != null
        || volume.getSecret() != null
        || volume.getEmptyDir() != null;
  }

  private static void assertRestricted(Container container) {
    var security = container.getSecurityContext();
    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getPrivileged()).isNull();
    assertThat(security.getRunAsUser()).isNull();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(security.getCapabilities().getAdd()).isEmpty();
    assertThat(container.getPorts()).allMatch(it -> it.getHostPort() == null);
  }

  @ParameterizedTest
  @MethodSource("situations")
  void each_pod_has_no_more_than_it_needs(Path situation) {
    for (var workload : Chart.in(situation).workloads()) {
      assertThat(workload.pod().getAutomountServiceAccountToken()).isFalse();
      // A Service named grantflow would set GRANTFLOW_PORT to an address.
      assertThat(workload.pod().getEnableServiceLinks()).isFalse();
      assertThat(workload.own().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
      assertThat(workload.own().getResources().getLimits()).containsKey("memory");
      assertThat(workload.own().getResources().getRequests()).containsKeys("cpu", "memory");
    }
  }

  @ParameterizedTest
  @MethodSource("situations")
  void nothing_secret_is_in_a_config_map(Path situation) {
    for (var config : Chart.in(situation).all(ConfigMap.class)) {
      assertThat(String.join("\n", config.getData().values()))
          .doesNotContain("-----BEGIN", "LoginModule", "\"primaryKeyId\"");
      if (config.getData().containsKey("application.yml")) {
        var settings = Installation.yaml().load(config.getData().get("application.yml"));
        assertThat(leaves("", settings))
            .filteredOn(it -> SECRET.matcher(it.getKey()).matches())
            .allMatch(it -> it.getValue().matches("\\$\\{[A-Z_]+}"));
      }
    }
  }

  private static List<Map.Entry<String, String>> leaves(String name, Object tree) {
    return tree instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .flatMap(it -> leaves(it.getKey().toString(), it.getValue()).stream())
            .toList()
        : List.of(Map.entry(name, tree.toString()));
  }

  @ParameterizedTest
  @MethodSource("situations")
  void what_variables_hold_of_secrets_comes_from_secrets(Path situation) {
    assertThat(Chart.in(situation).workloads())
        .flatExtracting(it -> it.own().getEnv())
        .filteredOn(it -> it.getName().matches(".*(PASSWORD|JAAS|USER).*"))
        .isNotEmpty()
        .allSatisfy(
            it -> {
              assertThat(it.getValue()).isNull();
              assertThat(it.getValueFrom().getSecretKeyRef().getOptional()).isNull();
            });
  }
}
