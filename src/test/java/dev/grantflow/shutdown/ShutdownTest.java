package dev.grantflow.shutdown;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.health.HealthStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ShutdownTest {

  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final ShutdownSettings SETTINGS = new ShutdownSettings(PERIOD, Duration.ZERO);

  private final List<String> told = new ArrayList<>();

  @Test
  void what_a_stage_brings_is_taken_care_of_by_those_after_it() throws Exception {
    var shutdown =
        new Shutdown(
            List.of(part(Stage.EVENTS), part(Stage.COMMANDS), part(Stage.CALLS)), SETTINGS);

    shutdown.run();
    shutdown.run();

    assertThat(told).containsExactly("COMMANDS", "CALLS", "EVENTS");
  }

  @Test
  void is_not_ready_from_the_beginning_of_the_end_on() throws Exception {
    var seen = new ArrayList<HealthStatus>();
    var self = new ArrayList<Shutdown>();
    var shutdown =
        new Shutdown(
            List.of(
                new Part(
                    Stage.COMMANDS,
                    () -> {
                      seen.add(health(self.getFirst()));
                      return true;
                    })),
            SETTINGS);
    self.add(shutdown);
    seen.add(health(shutdown));

    shutdown.run();

    assertThat(seen).containsExactly(HealthStatus.UP, HealthStatus.DOWN);
  }

  @Test
  void a_part_that_fails_or_takes_too_long_keeps_no_other_from_ending() throws Exception {
    var failing =
        new Part(
            Stage.COMMANDS,
            () -> {
              throw new IllegalStateException("on purpose");
            });
    var late = new Part(Stage.CALLS, () -> false);

    new Shutdown(List.of(failing, late, part(Stage.EVENTS)), SETTINGS).run();

    assertThat(told).containsExactly("EVENTS");
  }

  @Test
  void a_bad_value_stops_the_start() {
    assertThatThrownBy(() -> new ShutdownSettings(Duration.ZERO, Duration.ZERO))
        .hasMessage("grantflow.shutdown.period is PT0S and must be at least 1s");
    assertThatThrownBy(() -> new ShutdownSettings(PERIOD, PERIOD))
        .hasMessage(
            "grantflow.shutdown.notice is PT10S and must be 0s or longer, and shorter than"
                + " grantflow.shutdown.period, which is PT10S");
  }

  private Part part(Stage stage) {
    return new Part(stage, () -> told.add(stage.name()));
  }

  private static HealthStatus health(Shutdown shutdown) {
    return requireNonNull(Mono.from(shutdown.getResult()).block()).getStatus();
  }

  private interface Work {
    boolean end();
  }

  private record Part(Stage stage, Work work) implements Closing {
    @Override
    public boolean close(Duration within) {
      assertThat(within).isPositive().isLessThan(PERIOD);
      return work.end();
    }
  }
}
