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
    int cooldownPeriod,
    List<Trigger> triggers) {

  record Target(String name) {}

  record Trigger(String type, Map<String, String> metadata, @Nullable Target authenticationRef) {}
}
