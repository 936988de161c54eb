package dev.grantflow.helm;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What KEDA's `ScaledObject` may hold, as far as the chart uses it.
record ScaledObjectSpec(
    Target scaleTargetRef,
    int minReplicaCount,
    int maxReplicaCount,
    int pollingInterval,
    Advanced advanced,
    List<Trigger> triggers) {

  record Advanced(AutoscalerConfig horizontalPodAutoscalerConfig) {}

  record AutoscalerConfig(Behavior behavior) {}

  record Behavior(ScaleDown scaleDown) {}

  record ScaleDown(int stabilizationWindowSeconds) {}

  record Target(String name) {}

  record Trigger(String type, Map<String, String> metadata, @Nullable Target authenticationRef) {}
}
