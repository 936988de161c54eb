package dev.grantflow.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grantflow.PartialContexts;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecuritySettingsTest {

  private static final Map<String, Object> RIGHT =
      Map.of(
          "issuer", "https://id.example",
          "audience", "grantflow",
          "jwks-uri", "https://id.example/jwks.json");

  @Test
  void believe_nobody_unless_told_otherwise() {
    try (var context = context(Map.of())) {
      var settings = context.getBean(SecuritySettings.class);

      assertThat(settings.isOn()).isFalse();
      assertThat(settings.metricsOpen()).isFalse();
      assertThat(settings.clockSkew()).isEqualTo(Duration.ofSeconds(30));
    }
  }

  @Test
  void believe_whom_they_name() {
    try (var context = context(RIGHT)) {
      assertThat(context.getBean(SecuritySettings.class).isOn()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          issuer          | -                         | issuer is not set and must be what the tokens' iss says
          audience        | -                         | audience is not set and must be what the tokens' aud says
          jwks-uri        | -                         | jwks-uri is not set and must be set once issuer is set
          jwks-uri        | http://id.example/keys    | jwks-uri is http://id.example/keys and must be an absolute https URI
          jwks-uri        | http://127.0.0.1.evil/    | jwks-uri is http://127.0.0.1.evil/ and must be an absolute https URI
          jwks-uri        | http://id.localhost/keys  | jwks-uri is http://id.localhost/keys and must be an absolute https URI
          jwks-uri        | https://a:b@id.example/?c | jwks-uri is https://id.example/ and must be an absolute https URI
          jwks-uri        | /keys                     | jwks-uri is /keys and must be an absolute https URI
          jwks-file       | /none/keys.json           | jwks-uri is https://id.example/jwks.json and must be set once issuer is set, or grantflow.security.jwks-file in its stead, and not both
          clock-skew      | 5m                        | clock-skew is PT5M and must be from 0s to 2m
          jwks-max-age    | 0s                        | jwks-max-age is PT0S and must be from 1s to 1h
          jwks-outage-max | 1m                        | jwks-outage-max is PT1M and must be from jwks-max-age to 7d
          jwks-timeout    | 1h                        | jwks-timeout is PT1H and must be from 100ms to 30s
          jwks-pause      | 0s                        | jwks-pause is PT0S and must be from 1ms to jwks-max-age, which is PT5M
          jwks-pause      | 6m                        | jwks-pause is PT6M and must be from 1ms to jwks-max-age, which is PT5M
          jwks-max-age    | 5s                        | jwks-pause is PT10S and must be from 1ms to jwks-max-age, which is PT5S
          """)
  void refuse_what_cannot_be_meant(String property, String value, String sentence) {
    var properties = new HashMap<>(RIGHT);
    properties.put(property, value);
    properties.values().remove("-");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> context(properties))
        .withMessageStartingWith("grantflow.security." + sentence);
  }

  private static ApplicationContext context(Map<String, Object> properties) {
    var named = new HashMap<String, Object>(Map.of("endpoints.all.port", 8081));
    properties.forEach((name, value) -> named.put("grantflow.security." + name, value));
    try {
      return PartialContexts.of(SecuritySettings.class, named).start();
    } catch (BeanInstantiationException wrapped) {
      throw Stream.<Throwable>iterate(wrapped, it -> it != null, Throwable::getCause)
          .filter(it -> it instanceof IllegalArgumentException)
          .map(it -> (IllegalArgumentException) it)
          .findFirst()
          .orElseThrow(() -> wrapped);
    }
  }
}
