package dev.grantflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.PartialContexts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySettingsTest {

  @TempDir Path folder;

  @Test
  void defaults() {
    var properties =
        Map.<String, Object>of(
            "grantflow.clients.shop.wallet-address",
            "https://wallet.example/shop",
            "grantflow.clients.shop.key-id",
            "shop-key",
            "grantflow.clients.shop.key-file",
            new KeyFiles(folder).fresh("shop.pem").toString());
    try (var context = PartialContexts.of(ClientInstances.class, properties).start()) {
      assertThat(context.getBean(KeySettings.class)).isEqualTo(Configured.keySettings());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 60, 30, 60, 'grantflow.keys.reload-interval is PT0.05S and must be from 100ms to 1h'",
    "10, -1, 30, 60, 'grantflow.keys.previous-published is PT-1S and must be from 0s to 30d'",
    "10, 60, 0, 60, 'grantflow.keys.refused-pause is PT0S and must be from 1ms to 1h'",
    "10, 60, 30, 20,"
        + " 'grantflow.keys.refused-pause-max is PT20S and must be from refused-pause to 1h'"
  })
  void a_wrong_value_is_named(
      double reload, int published, int pause, int pauseMax, String sentence) {
    assertThatThrownBy(
            () ->
                new KeySettings(
                    Duration.ofMillis((long) (reload * 1000)),
                    Duration.ofSeconds(published),
                    Duration.ofSeconds(pause),
                    Duration.ofSeconds(pauseMax)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }
}
