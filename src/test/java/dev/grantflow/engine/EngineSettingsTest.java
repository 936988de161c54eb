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
          concurrency      | 0     | concurrency is 0 and must be at least 1
          poll-interval    | 0s    | poll-interval is PT0S and must be at least 1ms
          poll-interval    | 900ns | poll-interval is PT0.0000009S and must be at least 1ms
          lease            | 0s    | lease is PT0S and must be positive
          retry-base       | 0s    | retry-base is PT0S and must be at least 1ms
          retry-cap        | 499ms | retry-cap is PT0.499S and must be at least retry-base
          revocation-limit | -1s   | revocation-limit is PT-1S and must be positive
          expires-in       | 0s    | expires-in is PT0S and must be positive
          expires-in-max   | 14m   | expires-in-max is PT14M and must be at least expires-in
          callback-wait    | -1s   | callback-wait is PT-1S and must be 0s or longer
          tries-max        | 0     | tries-max is 0 and must be at least 1
          """)
  void a_bad_value_stops_the_start(String property, String value, String message) {
    assertThatThrownBy(() -> settings(Map.of("grantflow.engine." + property, value)))
        .rootCause()
        .hasMessage("grantflow.engine." + message);
  }
}
