package dev.grantflow.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void are_five_minutes_with_five_thousand_grants_unless_told_otherwise() {
    var options = Options.of(Map.of("soak.seed", "", "soak.duration", "")::get);

    assertThat(options.duration()).isEqualTo(Duration.ofMinutes(5));
    assertThat(options.grants()).isEqualTo(5_000);
  }

  @Test
  void keep_the_rate_when_the_run_is_shorter() {
    var options = Options.of(Map.of("soak.duration", "90s", "soak.seed", "7")::get);

    assertThat(options).isEqualTo(new Options(Duration.ofSeconds(90), 7, 1_500));
  }

  @Test
  void say_the_command_that_repeats_the_run() {
    assertThat(new Options(Duration.ofMinutes(5), 7, 100).command())
        .isEqualTo("./mvnw -Psoak -Dsoak.seed=7 -Dsoak.duration=300s -Dsoak.grants=100");
  }

  @Test
  void name_the_property_that_cannot_be_read() {
    assertThatThrownBy(() -> Options.of(Map.of("soak.duration", "long")::get))
        .hasMessage("soak.duration is \"long\", but must be like 90s or 5m");
    assertThatThrownBy(() -> Options.of(Map.of("soak.seed", "x")::get))
        .hasMessage("soak.seed is \"x\", but must be a whole number");
    assertThatThrownBy(() -> Options.of(Map.of("soak.duration", "5s")::get))
        .hasMessage("soak.duration is PT5S, but must be at least PT45S");
  }
}
