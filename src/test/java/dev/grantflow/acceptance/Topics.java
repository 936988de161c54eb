package dev.grantflow.acceptance;

import dev.grantflow.acceptance.point.OwnGroup;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Topics of a test's own, where the services of other tests neither take its commands nor tell
/// their events.
record Topics(String commands, String events, String deadLetters) {

  static Topics fresh() {
    var prefix = "test-" + UUID.randomUUID();
    return new Topics(prefix + ".commands", prefix + ".events", prefix + ".dead-letters");
  }

  Map<String, Object> properties() {
    return Map.of(
        "grantflow.kafka.commands-topic", commands,
        "grantflow.kafka.events-topic", events,
        "grantflow.kafka.dead-letter-topic", deadLetters);
  }

  /// As [#properties], for a service of this JVM beside which others come and go: in their group it
  /// would wait each time until all agree who reads what.
  Map<String, Object> propertiesInOwnGroup() {
    var all = new HashMap<>(properties());
    all.put(OwnGroup.GROUP, commands);
    return all;
  }

  Map<String, String> environment() {
    return Map.of(
        "GRANTFLOW_KAFKA_COMMANDS_TOPIC", commands,
        "GRANTFLOW_KAFKA_EVENTS_TOPIC", events,
        "GRANTFLOW_KAFKA_DEAD_LETTER_TOPIC", deadLetters);
  }
}
