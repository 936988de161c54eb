package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.grant.GrantState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who is woken by a committed change. Nobody waits for a poll.
@Timeout(60)
class WakingTest {

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final Scene scene = new Scene();

  @Test
  void a_grant_that_is_due_wakes_the_engine() throws InterruptedException {
    scene.changes.announce(made(new GrantState.Requested(0, null, Scene.NOW), false));

    scene.engineSignal.await(FOR_EVER);
  }

  @Test
  void a_grant_that_is_due_in_a_moment_wakes_the_engine_then() throws InterruptedException {
    var begin = System.nanoTime();
    scene.changes.announce(
        made(new GrantState.Requested(1, null, Scene.NOW.plusMillis(40)), false));

    scene.engineSignal.await(FOR_EVER);

    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(Duration.ofMillis(40).toNanos());
  }

  @Test
  void a_claim_that_has_events_wakes_the_relay_before_its_call_is_made()
      throws InterruptedException {
    scene.changes.tell(made(Scene.requesting(), true));

    scene.outboxSignal.await(FOR_EVER);
  }

  private static Change.Made made(GrantState state, boolean hasEvents) {
    var grant = Scene.grant(state);
    return new Change.Made(grant, grant, "due", hasEvents);
  }
}
