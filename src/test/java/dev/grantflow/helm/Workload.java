package dev.grantflow.helm;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.stream.Stream;

/// A pod, or what pods are made from.
///
/// @param owner the object that it stands in
record Workload(HasMetadata owner, ObjectMeta metadata, PodSpec pod) {

  Workload(HasMetadata owner, PodTemplateSpec template) {
    this(owner, template.getMetadata(), template.getSpec());
  }

  String name() {
    return owner.getKind() + " " + owner.getMetadata().getName();
  }

  List<Container> containers() {
    return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream()).toList();
  }

  /// The one that is the chart's own; others are the values'.
  Container own() {
    return pod.getContainers().getFirst();
  }
}
