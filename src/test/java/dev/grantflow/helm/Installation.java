package dev.grantflow.helm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What one installation of the chart puts into a cluster.
///
/// @param objects in Helm's order, hooks included
public record Installation(List<HasMetadata> objects) {

  public Installation {
    objects = List.copyOf(objects);
  }

  /// @param manifests as Helm renders them
  static Installation of(String manifests) {
    return new Installation(
        StreamSupport.stream(yaml().loadAll(manifests).spliterator(), false)
            .filter(Map.class::isInstance)
            .map(Installation::tree)
            .map(StrictObjects::read)
            .toList());
  }

  /// Helm and clusters refuse a key that is there twice.
  static Yaml yaml() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(options));
  }

  @SuppressWarnings("unchecked") // keys of a manifest are texts
  private static Map<String, Object> tree(Object document) {
    return (Map<String, Object>) document;
  }

  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T extends HasMetadata> T one(Class<T> kind) {
    assertThat(all(kind)).as(kind.getSimpleName()).hasSize(1);
    return all(kind).getFirst();
  }

  <T extends HasMetadata> T one(Class<T> kind, String name) {
    return all(kind).stream()
        .filter(it -> it.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %s %s".formatted(kind.getSimpleName(), name)));
  }

  Deployment deployment() {
    return one(Deployment.class);
  }

  /// The service's own, among those beside it.
  Container container() {
    return deployment().getSpec().getTemplate().getSpec().getContainers().getFirst();
  }

  /// Whatever runs.
  List<Workload> workloads() {
    return objects.stream()
        .flatMap(
            it ->
                switch (it) {
                  case Deployment deployment ->
                      Stream.of(new Workload(it, deployment.getSpec().getTemplate()));
                  case Job job -> Stream.of(new Workload(it, job.getSpec().getTemplate()));
                  case Pod pod -> Stream.of(new Workload(it, pod.getMetadata(), pod.getSpec()));
                  case HasMetadata _ -> Stream.empty();
                })
        .toList();
  }

  /// What the replicas read as `application.yml`.
  public String settings() {
    var config = one(ConfigMap.class, deployment().getMetadata().getName());
    return requireNonNull(config.getData().get("application.yml"));
  }

  /// Names of the variables that its containers are given.
  public List<String> variables() {
    return workloads().stream()
        .flatMap(it -> it.own().getEnv().stream())
        .map(it -> it.getName())
        .distinct()
        .toList();
  }
}
