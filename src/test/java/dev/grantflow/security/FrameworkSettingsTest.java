package dev.grantflow.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameworkSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "micronaut.security.enabled",
        "micronaut.security.filter.pattern",
        "micronaut.security.ip-patterns[0]",
        "micronaut.security.ipPatterns",
        "micronaut.security.intercept-url-map[0].access",
        "micronaut.security.endpoints.login.enabled"
      })
  void that_seem_to_guard_or_open_something_are_refused(String name) {
    assertThat(fault(name))
        .hasValue(
            "grantflow.security decides alone who may call what, so nothing else guards, or opens,"
                + " anything: leave %s out".formatted(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"micronaut.server.context-path", "endpoints.all.path"})
  void that_move_what_is_guarded_by_its_path_are_refused(String name) {
    assertThat(fault(name))
        .hasValueSatisfying(
            it ->
                assertThat(it)
                    .startsWith("grantflow.security knows what may be called by its path")
                    .contains("leave %s out".formatted(name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "micronaut.server.netty.log-level",
        "micronaut.server.netty.logLevel",
        "micronaut.server.netty.access-logger.enabled",
        "micronaut.server.netty.access-logger.logger-name"
      })
  void that_write_calls_into_the_log_are_refused(String name) {
    assertThat(fault(name))
        .hasValue(
            "grantflow.security keeps tokens and callbacks out of the log, and this would have them"
                + " written there: leave %s out".formatted(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MICRONAUT_SECURITY_IP_PATTERNS",
        "MICRONAUT_SERVER_CONTEXT_PATH",
        "ENDPOINTS_ALL_PATH",
        "MICRONAUT_SERVER_NETTY_LOG_LEVEL",
        "MICRONAUT_SERVER_NETTY_ACCESS_LOGGER_ENABLED"
      })
  void are_refused_as_variables_too(String name) {
    var source =
        PropertySource.of(
            "env",
            Map.of(name, "x"),
            PropertyConvention.ENVIRONMENT_VARIABLE,
            PropertySource.Origin.of("env"));

    assertThat(FrameworkSettings.faults(List.of(source)))
        .singleElement()
        .asString()
        .contains("leave %s out".formatted(name));
  }

  @Test
  void that_do_no_harm_are_left_alone() {
    var source =
        PropertySource.of(
            Map.of(
                "micronaut.security.endpoints.introspection.enabled",
                false,
                "micronaut.server.port",
                8080,
                "micronaut.server.netty.worker.threads",
                4,
                "endpoints.all.port",
                8081,
                "micronaut.server.context-path",
                ""));

    assertThat(FrameworkSettings.faults(List.of(source))).isEmpty();
  }

  private static Optional<String> fault(String name) {
    return FrameworkSettings.faults(List.of(PropertySource.of(Map.of(name, "x")))).stream()
        .findFirst();
  }
}
