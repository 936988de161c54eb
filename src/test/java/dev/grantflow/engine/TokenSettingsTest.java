package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.PartialContexts;
import dev.grantflow.grant.UpkeepRules;
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

class TokenSettingsTest {

  @TempDir Path folder;

  @Test
  void defaults() {
    assertThat(settings(Map.of())).isEqualTo(Scene.TOKENS);
  }

  @Test
  void reads_every_property() {
    var all =
        Map.<String, Object>of(
            "grantflow.tokens.keep-fresh", true,
            "grantflow.tokens.renew", true,
            "grantflow.tokens.rotate-at", "0.9",
            "grantflow.tokens.jitter", "0.2",
            "grantflow.tokens.cool-down", "3m");

    assertThat(settings(all))
        .isEqualTo(new TokenSettings(true, true, 0.9, 0.2, Duration.ofMinutes(3)));
    assertThat(settings(all).rules()).isEqualTo(new UpkeepRules(0.9, 0.2, Duration.ofMinutes(3)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.01 | 0    | 1m | grantflow.tokens.rotate-at is 0.01 and must be from 0.05 to 0.95
          0.96 | 0    | 1m | grantflow.tokens.rotate-at is 0.96 and must be from 0.05 to 0.95
          0.5  | 0.5  | 1m | grantflow.tokens.jitter is 0.5 and must be from 0 to less than rotate-at
          0.5  | -0.1 | 1m | grantflow.tokens.jitter is -0.1 and must be from 0 to less than rotate-at
          0.5  | 0.1  | 0s | grantflow.tokens.cool-down is PT0S and must be from 1ms to 1h
          0.5  | 0.1  | 2h | grantflow.tokens.cool-down is PT2H and must be from 1ms to 1h
          """)
  void refuses_what_makes_no_sense(String at, String jitter, String coolDown, String sentence) {
    var wrong =
        Map.<String, Object>of(
            "grantflow.tokens.rotate-at", at,
            "grantflow.tokens.jitter", jitter,
            "grantflow.tokens.cool-down", coolDown);

    assertThatThrownBy(() -> settings(wrong)).rootCause().hasMessage(sentence);
  }

  private TokenSettings settings(Map<String, Object> properties) {
    var all = new HashMap<>(properties);
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
      return context.getBean(TokenSettings.class);
    }
  }
}
