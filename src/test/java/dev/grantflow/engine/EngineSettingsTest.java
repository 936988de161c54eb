package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.PartialContexts;
import dev.grantflow.wallet.WalletAddresses;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineSettingsTest {

  @TempDir Path folder;

  private EngineSettings settings(Map<String, Object> properties) {
    var all = new HashMap<String, Object>(properties);
    all.put("grantflow.public-uri", "https://grants.example");
    try (var context =
        PartialContexts.of(all, "dev.grantflow.engine", "dev.grantflow.egress")
            .enableDefaultPropertySources(false)
            .singletons(
                new MemoryGrantStore(),
                new MemoryRetention(),
                new SimpleMeterRegistry(),
                Scene.OUTAGES,
                new RecordingGnapClient(),
                new FixedWallets(new WalletAddresses.Discovery.Found(Scene.ENDPOINT)),
                Scene.shop(folder))
            .start()) {
      return context.getBean(EngineSettings.class);
    }
  }

  @Test
  void defaults() {
    assertThat(settings(Map.of())).isEqualTo(Scene.SETTINGS);
  }

  @Test
  void reads_every_property() {
    var all = new HashMap<String, Object>();
    all.put("grantflow.engine.concurrency", 1);
    all.put("grantflow.engine.poll-interval", "2ms");
    all.put("grantflow.engine.lease", "33s");
    all.put("grantflow.engine.retry-base", "4ms");
    all.put("grantflow.engine.retry-cap", "5s");
    all.put("grantflow.engine.revocation-limit", "6h");
    all.put("grantflow.engine.expires-in", "7m");
    all.put("grantflow.engine.expires-in-max", "8m");
    all.put("grantflow.engine.callback-wait", "0s");
    all.put("grantflow.engine.tries-max", 9);

    assertThat(settings(all))
        .isEqualTo(
            new EngineSettings(
                1,
                Duration.ofMillis(2),
                Duration.ofSeconds(33),
                Duration.ofMillis(4),
                Duration.ofSeconds(5),
                Duration.ofHours(6),
                Duration.ofMinutes(7),
                Duration.ofMinutes(8),
                Duration.ZERO,
                9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          concurrency      | 0       | concurrency is 0 and must be from 1 to 10000
          concurrency      | 10001   | concurrency is 10001 and must be from 1 to 10000
          poll-interval    | 0s      | poll-interval is PT0S and must be from 1ms to 1m
          poll-interval    | 900ns   | poll-interval is PT0.0000009S and must be from 1ms to 1m
          poll-interval    | 61s     | poll-interval is PT1M1S and must be from 1ms to 1m
          lease            | 0s      | lease is PT0S and must be from 1ms to 1h
          lease            | 61m     | lease is PT1H1M and must be from 1ms to 1h
          retry-base       | 0s      | retry-base is PT0S and must be from 1ms to 1h
          retry-base       | 2h      | retry-base is PT2H and must be from 1ms to 1h
          retry-cap        | 499ms   | retry-cap is PT0.499S and must be from retry-base to 1h
          retry-cap        | 2h      | retry-cap is PT2H and must be from retry-base to 1h
          revocation-limit | -1s     | revocation-limit is PT-1S and must be from 1ms to 30d
          revocation-limit | 31d     | revocation-limit is PT744H and must be from 1ms to 30d
          expires-in       | 999ms   | expires-in is PT0.999S and must be from 1s to 30d
          expires-in       | 31d     | expires-in is PT744H and must be from 1s to 30d
          expires-in-max   | 14m     | expires-in-max is PT14M and must be from expires-in to 30d
          expires-in-max   | 31d     | expires-in-max is PT744H and must be from expires-in to 30d
          callback-wait    | -1s     | callback-wait is PT-1S and must be from 0s to 1m
          callback-wait    | 61s     | callback-wait is PT1M1S and must be from 0s to 1m
          tries-max        | 0       | tries-max is 0 and must be from 1 to 1000
          tries-max        | 1001    | tries-max is 1001 and must be from 1 to 1000
          """)
  void a_bad_value_stops_the_start(String property, String value, String message) {
    assertThatThrownBy(() -> settings(Map.of("grantflow.engine." + property, value)))
        .rootCause()
        .hasMessage("grantflow.engine." + message);
  }
}
