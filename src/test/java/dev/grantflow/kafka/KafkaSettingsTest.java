package dev.grantflow.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.PartialContexts;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

  @Test
  void has_defaults() {
    assertThat(settings(Map.of()))
        .isEqualTo(
            new KafkaSettings(
                "grants.commands",
                "grants.events",
                "grants.commands.dead-letter",
                KafkaSettings.TopicMode.CREATE,
                12,
                null,
                200,
                262_144,
                786_432,
                Duration.ofSeconds(1),
                200,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                URI.create("/grantflow")));
  }

  @Test
  void is_read_from_configuration() {
    var settings =
        settings(
            Map.of(
                "grantflow.kafka.commands-topic", "c",
                "grantflow.kafka.topics", "check",
                "grantflow.kafka.replication-factor", 3,
                "grantflow.kafka.relay-poll-interval", "500ms"));
    assertThat(settings.commandsTopic()).isEqualTo("c");
    assertThat(settings.topics()).isEqualTo(KafkaSettings.TopicMode.CHECK);
    assertThat(settings.replicationFactor()).isEqualTo((short) 3);
    assertThat(settings.relayPollInterval()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void a_mistake_stops_the_start_and_names_the_setting() {
    assertThatThrownBy(() -> settings(Map.of("grantflow.kafka.batch-size", 0)))
        .hasMessageContaining("grantflow.kafka.batch-size is 0 and must be at least 1");
    assertThatThrownBy(() -> settings(Map.of("grantflow.kafka.events-topic", "grants.commands")))
        .hasMessageContaining(
            "grantflow.kafka.events-topic is grants.commands and must be another than"
                + " commands-topic");
    assertThatThrownBy(() -> settings(Map.of("grantflow.kafka.accept-retry-pause", "1m")))
        .hasMessageContaining(
            "grantflow.kafka.accept-retry-pause is PT1M and must be longer than 0s, and at most"
                + " 6s");
  }

  private static KafkaSettings settings(Map<String, Object> properties) {
    var all = new HashMap<>(properties);
    try (var context = PartialContexts.of(KafkaSettings.class, all).start()) {
      return context.getBean(KafkaSettings.class);
    }
  }
}
