package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.GrantState.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DueLagTest {

  private final MovableTime time = new MovableTime(Scene.NOW);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Supplier<Optional<Instant>> oldest = Optional::empty;
  private final DueLag lag = new DueLag(new Oldest(), time, meters);

  private final class Oldest implements GrantFigures {

    @Override
    public Optional<Instant> oldestDue(Instant now) {
      return oldest.get();
    }

    @Override
    public Slice count(Status status, long after, int max) {
      throw new UnsupportedOperationException("not asked for");
    }
  }

  private double shown() {
    return meters.get("grantflow.due.lag").gauge().value();
  }

  @Test
  void it_is_the_age_of_the_step_that_has_waited_longest() {
    oldest = () -> Optional.of(Scene.NOW);
    time.pass(Duration.ofMillis(2_500));

    lag.look();

    assertThat(shown()).isEqualTo(2.5);
  }

  @Test
  void it_is_none_where_nothing_is_due() {
    lag.look();

    assertThat(shown()).isZero();
  }

  @Test
  void nobody_knows_before_the_first_look_and_while_the_database_is_away() {
    assertThat(shown()).isNaN();
    lag.look();
    oldest =
        () -> {
          throw new Scene.Away();
        };

    lag.look();

    assertThat(shown()).isNaN();
  }
}
