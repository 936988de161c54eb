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

  static final CircuitSettings CIRCUIT_DEFAULTS =
      new CircuitSettings(10, 5, 50, Duration.ofSeconds(15), 3);

  private static ApplicationContext start(Map<String, Object> properties) {
    return PartialContexts.of(Egress.class, properties).start();
  }

  @Test
  void has_safe_defaults() {
    try (ApplicationContext context = start(Map.of())) {
      assertThat(context.getBean(EgressSettings.class)).isEqualTo(DEFAULTS);
      assertThat(context.getBean(Egress.class)).isInstanceOf(TracedEgress.class);
      assertThat(context.getBean(BulkheadSettings.class)).isEqualTo(new BulkheadSettings(32));
      assertThat(context.getBean(CircuitSettings.class)).isEqualTo(CIRCUIT_DEFAULTS);
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

  @Test
  void reads_every_property_of_the_limits_per_server() {
    try (ApplicationContext context =
        start(
            Map.of(
                "grantflow.egress.calls-per-server-max",
                7,
                "grantflow.egress.circuit.window",
                20,
                "grantflow.egress.circuit.calls-min",
                4,
                "grantflow.egress.circuit.failure-rate",
                90,
                "grantflow.egress.circuit.open-time",
                "30s",
                "grantflow.egress.circuit.probes",
                1))) {
      assertThat(context.getBean(BulkheadSettings.class)).isEqualTo(new BulkheadSettings(7));
      assertThat(context.getBean(CircuitSettings.class))
          .isEqualTo(new CircuitSettings(20, 4, 90, Duration.ofSeconds(30), 1));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deadline                 | 0s    | grantflow.egress.deadline is PT0S and must be from 1ms to 5m
          deadline                 | 6m    | grantflow.egress.deadline is PT6M and must be from 1ms to 5m
          connect-timeout          | 11s   | grantflow.egress.connect-timeout is PT11S and must be from 1ms to grantflow.egress.deadline, which is PT10S
          connect-timeout          | -1s   | grantflow.egress.connect-timeout is PT-1S and must be from 1ms to grantflow.egress.deadline, which is PT10S
          body-bytes-max           | 0     | grantflow.egress.body-bytes-max is 0 and must be from 1 to 16777216
          connections-per-host-max | 0     | grantflow.egress.connections-per-host-max is 0 and must be at least 1
          calls-per-server-max     | 0     | grantflow.egress.calls-per-server-max is 0 and must be at least 1
          circuit.window           | 0     | grantflow.egress.circuit.window is 0 and must be from 1 to 1000
          circuit.calls-min        | 11    | grantflow.egress.circuit.calls-min is 11 and must be from 1 to grantflow.egress.circuit.window, which is 10
          circuit.failure-rate     | 101   | grantflow.egress.circuit.failure-rate is 101 and must be from 1 to 100
          circuit.open-time        | 6m    | grantflow.egress.circuit.open-time is PT6M and must be from 1ms to 5m
          circuit.probes           | 0     | grantflow.egress.circuit.probes is 0 and must be from 1 to 1000
          connections-max          | 63    | grantflow.egress.connections-max is 63 and must be at least grantflow.egress.connections-per-host-max, which is 64
          """)
  void a_bad_value_stops_the_start(String property, String value, String message) {
    assertThatThrownBy(() -> start(Map.of("grantflow.egress." + property, value)))
        .rootCause()
        .hasMessage(message);
  }
}
