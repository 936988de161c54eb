package dev.grantflow.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.PartialContexts;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalletCacheSettingsTest {

  private static WalletCacheSettings settings(Map<String, Object> properties) {
    try (var context = PartialContexts.of(WalletAddresses.class, properties).start()) {
      return context.getBean(WalletCacheSettings.class);
    }
  }

  @Test
  void defaults() {
    assertThat(settings(Map.of())).isEqualTo(Wallet.DEFAULTS);
  }

  @Test
  void reads_every_property() {
    assertThat(
            settings(
                Map.of(
                    "grantflow.wallet.cache.min", "1s",
                    "grantflow.wallet.cache.unstated", "2s",
                    "grantflow.wallet.cache.max", "3s",
                    "grantflow.wallet.cache.entries-max", 4)))
        .isEqualTo(
            new WalletCacheSettings(
                Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          min         | -1s | grantflow.wallet.cache.min is PT-1S and must be from 0s to grantflow.wallet.cache.max, which is PT10M
          min         | 11m | grantflow.wallet.cache.min is PT11M and must be from 0s to grantflow.wallet.cache.max, which is PT10M
          unstated    | -1s | grantflow.wallet.cache.unstated is PT-1S and must be 0s or longer
          max         | 25h | grantflow.wallet.cache.max is PT25H and must be from 0s to 24h
          entries-max | 0   | grantflow.wallet.cache.entries-max is 0 and must be from 1 to 1000000
          """)
  void a_bad_value_stops_the_start(String property, String value, String message) {
    assertThatThrownBy(() -> settings(Map.of("grantflow.wallet.cache." + property, value)))
        .rootCause()
        .hasMessage(message);
  }
}
