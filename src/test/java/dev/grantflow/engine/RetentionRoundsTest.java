package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.event.ShutdownEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetentionRoundsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final EngineSettings ENGINE = Scene.SETTINGS;

  private static final Duration GRANTS = Duration.ofDays(90);
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ZERO;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final MemoryRetention rows = new MemoryRetention();

  @Test
  void removes_batch_by_batch_what_its_period_is_over_for() throws Exception {
    rows.grants = 450;
    rows.revocations = 200;

    rounds().round();

    assertThat(rows.calls)
        .containsExactly(
            "grants 2025-12-01T12:00:00Z 200",
            "grants 2025-12-01T12:00:00Z 200",
            "grants 2025-12-01T12:00:00Z 200",
            "revocations 2026-01-30T12:00:00Z 200",
            "revocations 2026-01-30T12:00:00Z 200",
            "reads 2025-12-01T12:00:00Z 200");
    assertThat(meters.get("grantflow.retention.purged").tag("what", "grants").counter().count())
        .isEqualTo(450);
  }

  @Test
  void a_database_that_is_away_does_not_end_the_schedule() throws Exception {
    rows.grants = 10;
    rows.isAway = true;
    var rounds = rounds();

    rounds.round();
    rows.isAway = false;
    rounds.round();

    assertThat(rows.grants).isZero();
  }

  @Test
  void a_round_ends_with_the_batch_under_way_when_the_service_does() throws Exception {
    rows.grants = 1_000;
    var rounds = rounds();
    rounds.onShutdown(new ShutdownEvent(ApplicationContext.builder().build()));

    rounds.round();

    assertThat(rows.grants).isEqualTo(800);
  }

  @Test
  void a_mistake_stops_the_start_and_names_the_setting() {
    assertThatThrownBy(() -> settings(GRANTS, 0, INTERVAL, PAUSE))
        .hasMessage("grantflow.retention.batch-size is 0 and must be from 1 to 10000");
    assertThatThrownBy(() -> settings(Duration.ZERO, 200, INTERVAL, PAUSE))
        .hasMessage("grantflow.retention.grants is PT0S and must be longer than 0s");
    assertThatThrownBy(() -> settings(GRANTS, 200, Duration.ofMillis(10), PAUSE))
        .hasMessage("grantflow.retention.interval is PT0.01S and must be at least 1s");
    assertThatThrownBy(() -> settings(GRANTS, 200, INTERVAL, Duration.ofSeconds(-1)))
        .hasMessage("grantflow.retention.pause is PT-1S and must be 0s or longer");
  }

  @Test
  void a_period_that_a_command_may_outlive_stops_the_start() {
    var settings = settings(ENGINE.expiresInMax(), 200, INTERVAL, PAUSE);

    assertThatThrownBy(() -> rounds(settings))
        .hasMessage(
            "grantflow.retention.grants is PT24H and must be longer than"
                + " grantflow.engine.expires-in-max, which is PT24H");
  }

  private RetentionRounds rounds() {
    return rounds(settings(GRANTS, 200, INTERVAL, PAUSE));
  }

  private RetentionRounds rounds(RetentionSettings settings) {
    return new RetentionRounds(rows, settings, ENGINE, () -> NOON, meters);
  }

  private static RetentionSettings settings(
      Duration grants, int batchSize, Duration interval, Duration pause) {
    return new RetentionSettings(grants, Duration.ofDays(30), batchSize, interval, pause);
  }
}
