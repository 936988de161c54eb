package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.PartialContexts;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EgressSettingsTest {

  static final EgressSettings DEFAULTS =
      new EgressSettings(
          Duration.ofSeconds(2), Duration.ofSeconds(10), 256 * 1024, 64, 1024, false, false, false);

  private static ApplicationContext start(Map<String, Object> properties) {
    return PartialContexts.of(Egress.class, properties).start();
  }

  @Test
  void has_safe_defaults() {
    try (ApplicationContext context = start(Map.of())) {
      assertThat(context.getBean(EgressSettings.class)).isEqualTo(DEFAULTS);
      assertThat(context.getBean(Egress.class)).isInstanceOf(HttpEgress.class);
    }
  }

  @Test
  void reads_every_property() {
    try (ApplicationContext context =
        start(
            Map.of(
                "grantflow.egress.connect-timeout",
                "500ms",
                "grantflow.egress.deadline",
                "3s",
                "grantflow.egress.body-bytes-max",
                1000,
                "grantflow.egress.connections-per-host-max",
                3,
                "grantflow.egress.connections-max",
                4,
                "grantflow.egress.allow-http",
                true,
                "grantflow.egress.allow-loopback",
                true,
                "grantflow.egress.allow-private",
                true))) {
      assertThat(context.getBean(EgressSettings.class))
          .isEqualTo(
              new EgressSettings(
                  Duration.ofMillis(500), Duration.ofSeconds(3), 1000, 3, 4, true, true, true));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deadline                 | 0s    | grantflow.egress.deadline is PT0S: give a duration between 1ms and 5m, for example 10s
          deadline                 | 6m    | grantflow.egress.deadline is PT6M: give a duration between 1ms and 5m, for example 10s
          connect-timeout          | 11s   | grantflow.egress.connect-timeout is PT11S: give a duration of at least 1ms and at most grantflow.egress.deadline (PT10S)
          connect-timeout          | -1s   | grantflow.egress.connect-timeout is PT-1S: give a duration of at least 1ms and at most grantflow.egress.deadline (PT10S)
          body-bytes-max           | 0     | grantflow.egress.body-bytes-max is 0: give a number from 1 to 16777216
          connections-per-host-max | 0     | grantflow.egress.connections-per-host-max is 0: give a number of at least 1
          connections-max          | 63    | grantflow.egress.connections-max is 63: give at least grantflow.egress.connections-per-host-max (64)
          """)
  void a_bad_value_stops_the_start(String property, String value, String message) {
    assertThatThrownBy(() -> start(Map.of("grantflow.egress." + property, value)))
        .rootCause()
        .hasMessage(message);
  }
}
