package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.PartialContexts;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApiSettingsTest {

  @Test
  void is_shut_by_default() {
    assertThat(settings(Map.of()))
        .isEqualTo(
            new ApiSettings(
                false,
                Duration.ofSeconds(30),
                256,
                Duration.ofMinutes(15),
                256,
                Duration.ofSeconds(15)));
  }

  @ParameterizedTest
  @CsvSource({
    "wait-max, 999ms, PT0.999S, from 1s to 5m",
    "wait-max, 6m, PT6M, from 1s to 5m",
    "waiters-max, -1, -1, from 0 to 100000",
    "stream-max, 25h, PT25H, from 1s to 24h",
    "streams-max, 100001, 100001, from 0 to 100000",
    "heartbeat, 0s, PT0S, from 1s to 1m"
  })
  void refuses_a_wrong_value_in_a_sentence(
      String property, String value, String told, String demand) {
    assertThatThrownBy(() -> settings(Map.of("grantflow.api." + property, value)))
        .hasStackTraceContaining(
            "grantflow.api.%s is %s and must be %s".formatted(property, told, demand));
  }

  private static ApiSettings settings(Map<String, Object> properties) {
    try (var context = PartialContexts.of(ApiSettings.class, properties).start()) {
      return context.getBean(ApiSettings.class);
    }
  }
}
