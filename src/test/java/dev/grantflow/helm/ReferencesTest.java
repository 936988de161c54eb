package dev.grantflow.helm;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever an object refers to is there, or stands in the values as what others bring.
class ReferencesTest {

  private static final Pattern FILE = Pattern.compile("/etc/grantflow/[^\\s\"',]+");

  static Stream<Path> situations() {
    return Chart.situations();
  }

  @ParameterizedTest
  @MethodSource("situations")
  void selectors_find_the_replicas(Path situation) {
    var installation = Chart.in(situation);
    var deployment = installation.deployment();
    var replica = deployment.getSpec().getTemplate().getMetadata().getLabels();

    assertThat(replica).containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    assertThat(installation.all(Service.class))
        .hasSize(2)
        .allSatisfy(it -> assertThat(replica).containsAllEntriesOf(it.getSpec().getSelector()));
    assertThat(installation.all(PodDisruptionBudget.class))
        .allSatisfy(
            it ->
                assertThat(replica)
                    .containsAllEntriesOf(it.getSpec().getSelector().getMatchLabels()));
    assertThat(installation.all(NetworkPolicy.class))
        .allSatisfy(
            it ->
                assertThat(installation.workloads())
                    .allSatisfy(
                        pod ->
                            assertThat(pod.metadata().getLabels())
                                .containsAllEntriesOf(
                                    it.getSpec().getPodSelector().getMatchLabels())));
    assertThat(deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
        .isNotEmpty()
        .allSatisfy(
            it -> assertThat(replica).containsAllEntriesOf(it.getLabelSelector().getMatchLabels()));
  }

  /// Jobs and tests have no door for anybody.
  @ParameterizedTest
  @MethodSource("situations")
  void services_lead_to_replicas_only(Path situation) {
    var installation = Chart.in(situation);
    var others =
        installation.workloads().stream()
            .filter(it -> !it.owner().getKind().equals("Deployment"))
            .toList();

    assertThat(others)
        .isNotEmpty()
        .allSatisfy(
            pod ->
                assertThat(installation.all(Service.class))
                    .noneMatch(
                        it ->
                            pod.metadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(it.getSpec().getSelector().entrySet())));
  }

  @ParameterizedTest
  @MethodSource("situations")
  void ports_are_those_of_the_container(Path situation) {
    var installation = Chart.in(situation);
    var ports = installation.container().getPorts();

    assertThat(ports)
        .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
        .containsExactly(tuple("http", 8080), tuple("management", 8081));
    assertThat(installation.all(Service.class))
        .flatExtracting(it -> it.getSpec().getPorts())
        .allSatisfy(
            it ->
                assertThat(ports)
                    .extracting(ContainerPort::getName)
                    .contains(it.getTargetPort().getStrVal()));
    assertThat(installation.all(NetworkPolicy.class))
        .flatExtracting(it -> it.getSpec().getIngress())
        .flatExtracting(it -> it.getPorts())
        .extracting(it -> it.getPort().getStrVal())
        .allMatch(name -> ports.stream().anyMatch(it -> it.getName().equals(name)));
  }

  @ParameterizedTest
  @MethodSource("situations")
  void ways_in_lead_to_the_service_for_browsers(Path situation) {
    var installation = Chart.in(situation);
    var service =
        installation.one(Service.class, installation.deployment().getMetadata().getName());
    var port = service.getSpec().getPorts().getFirst();

    assertThat(installation.all(Ingress.class))
        .flatExtracting(it -> it.getSpec().getRules())
        .flatExtracting(it -> it.getHttp().getPaths())
        .allSatisfy(
            it -> {
              var backend = it.getBackend().getService();
              assertThat(backend.getName()).isEqualTo(service.getMetadata().getName());
              assertThat(backend.getPort().getName()).isEqualTo(port.getName());
              assertThat(it.getPath()).matches("/(start|finish|clients)");
            });
    assertThat(installation.all(HTTPRoute.class))
        .flatExtracting(it -> it.getSpec().getRules())
        .flatExtracting(it -> it.getBackendRefs())
        .allSatisfy(
            it -> {
              assertThat(it.getName()).isEqualTo(service.getMetadata().getName());
              assertThat(it.getPort()).isEqualTo(port.getPort());
            });
  }

  @ParameterizedTest
  @MethodSource("situations")
  void what_scales_knows_the_deployment(Path situation) {
    var installation = Chart.in(situation);
    var name = installation.deployment().getMetadata().getName();

    assertThat(installation.all(HorizontalPodAutoscaler.class))
        .extracting(it -> it.getSpec().getScaleTargetRef().getName())
        .allMatch(name::equals);
    assertThat(installation.all(GenericKubernetesResource.class))
        .filteredOn(it -> it.getKind().equals("ScaledObject"))
        .extracting(it -> StrictObjects.read(it.get("spec"), ScaledObjectSpec.class))
        .allSatisfy(it -> assertThat(it.scaleTargetRef().name()).isEqualTo(name));
  }

  @ParameterizedTest
  @MethodSource("situations")
  void prometheus_finds_the_management_service_alone(Path situation) {
    var installation = Chart.in(situation);

    assertThat(installation.all(ServiceMonitor.class))
        .allSatisfy(
            it -> {
              var wanted = it.getSpec().getSelector().getMatchLabels().entrySet();
              assertThat(installation.all(Service.class))
                  .filteredOn(one -> one.getMetadata().getLabels().entrySet().containsAll(wanted))
                  .singleElement()
                  .satisfies(
                      found ->
                          assertThat(found.getSpec().getPorts())
                              .singleElement()
                              .extracting(port -> port.getName())
                              .isEqualTo(it.getSpec().getEndpoints().getFirst().getPort()));
            });
  }

  @ParameterizedTest
  @MethodSource("situations")
  void secrets_and_config_maps_are_there_or_named_in_the_values(Path situation) throws IOException {
    var installation = Chart.in(situation);
    var values = Files.readString(situation);
    for (var workload : installation.workloads()) {
      assertThat(secrets(workload)).isNotEmpty().allMatch(it -> values.contains(": " + it + "\n"));
      assertThat(workload.pod().getVolumes())
          .filteredOn(it -> it.getConfigMap() != null)
          .extracting(it -> it.getConfigMap().getName())
          .allMatch(
              name ->
                  values.contains("name: " + name + "\n")
                      || installation.all(ConfigMap.class).stream()
                          .anyMatch(it -> it.getMetadata().getName().equals(name)));
      assertThat(requireNonNullElse(workload.pod().getServiceAccountName(), "default"))
          .satisfiesAnyOf(
              it -> assertThat(it).isEqualTo("default"),
              it -> assertThat(installation.one(ServiceAccount.class, it)).isNotNull());
    }
  }

  private static List<String> secrets(Workload workload) {
    return Stream.concat(
            workload.pod().getVolumes().stream()
                .map(Volume::getSecret)
                .filter(Objects::nonNull)
                .map(it -> it.getSecretName()),
            workload.own().getEnv().stream()
                .filter(it -> it.getValueFrom() != null)
                .map(it -> it.getValueFrom().getSecretKeyRef().getName()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("situations")
  void volumes_are_mounted_and_what_is_mounted_is_there(Path situation) {
    for (var workload : Chart.in(situation).workloads()) {
      assertThat(workload.containers())
          .flatExtracting(it -> it.getVolumeMounts())
          .extracting(VolumeMount::getName)
          .containsOnlyOnceElementsOf(
              workload.pod().getVolumes().stream().map(Volume::getName).toList());
      assertThat(workload.own().getVolumeMounts())
          .extracting(VolumeMount::getMountPath)
          .doesNotHaveDuplicates();
      assertThat(workload.own().getEnv()).extracting(it -> it.getName()).doesNotHaveDuplicates();
    }
  }

  /// What changes in a Secret is not seen by a process whose mount is a single file.
  @ParameterizedTest
  @MethodSource("situations")
  void secrets_are_mounted_as_folders_and_only_to_be_read(Path situation) {
    for (var workload : Chart.in(situation).workloads()) {
      var secrets =
          workload.pod().getVolumes().stream()
              .filter(it -> it.getSecret() != null)
              .map(Volume::getName)
              .toList();

      assertThat(workload.own().getVolumeMounts())
          .filteredOn(it -> secrets.contains(it.getName()))
          .hasSameSizeAs(secrets)
          .allMatch(it -> it.getSubPath() == null && it.getReadOnly());
    }
  }

  @ParameterizedTest
  @MethodSource("situations")
  void files_of_the_settings_lie_where_something_is_mounted(Path situation) {
    var installation = Chart.in(situation);
    var files = FILE.matcher(installation.settings()).results().map(it -> it.group()).toList();

    assertThat(files).isNotEmpty();
    for (var workload : installation.workloads()) {
      assertThat(files)
          .allMatch(
              file ->
                  workload.own().getVolumeMounts().stream()
                      .anyMatch(it -> file.startsWith(it.getMountPath() + "/")));
    }
  }

  @ParameterizedTest
  @MethodSource("situations")
  void each_pod_reads_a_config_map_that_is_there_before_it(Path situation) {
    var installation = Chart.in(situation);
    for (var workload : installation.workloads()) {
      var name =
          workload.pod().getVolumes().stream()
              .filter(it -> it.getName().equals("config"))
              .map(it -> it.getConfigMap().getName())
              .findFirst()
              .orElseThrow();
      var config = installation.one(ConfigMap.class, name);
      assertThat(config.getData()).containsOnlyKeys("application.yml");
      assertThat(config.getData()).containsEntry("application.yml", installation.settings());
      var hooks =
          requireNonNullElse(config.getMetadata().getAnnotations(), Map.<String, String>of());
      assertThat(hooks.containsKey(Chart.HOOK)).isEqualTo(workload.owner().getKind().equals("Job"));
    }
  }
}
