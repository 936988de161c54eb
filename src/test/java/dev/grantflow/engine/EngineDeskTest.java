package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.OperatorDesk.Retried;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineDeskTest {

  private final Scene scene = new Scene();
  private final EngineDesk desk =
      new EngineDesk(scene.store, scene.store, scene.changes, scene.time, scene.engineSignal);

  @Test
  void a_grant_that_waits_after_an_error_is_due_at_once_and_the_engine_is_woken()
      throws InterruptedException {
    var lost = GrantError.of("no_answer", "The connection was closed.");
    scene.store.put(
        Scene.grant(new GrantState.Requested(3, lost, Scene.NOW.plus(Duration.ofHours(1)))));

    var retried = desk.retry(Scene.ID);

    assertThat(retried).isEqualTo(new Retried.Sooner(scene.store.only()));
    assertThat(scene.store.only().state()).isEqualTo(new GrantState.Requested(3, lost, Scene.NOW));
    scene.engineSignal.await(Duration.ofDays(1));
  }

  @Test
  void a_grant_whose_call_is_under_way_is_left_alone() {
    var present = scene.store.put(Scene.grant(Scene.requesting()));

    assertThat(desk.retry(Scene.ID)).isInstanceOf(Retried.Not.class);
    assertThat(scene.store.only()).isEqualTo(present);
  }

  @Test
  void a_grant_that_is_set_aside_is_left_so_and_its_release_is_named() {
    var waits = new GrantState.Requested(3, null, Scene.NOW.plus(Duration.ofHours(1)));
    var present = scene.store.put(Scene.grant(waits));
    scene.store.count(DueGrant.of(present), "a fault", 1, Scene.NOW, Scene.NOW);

    var retried = desk.retry(Scene.ID);

    assertThat(retried)
        .isEqualTo(
            new Retried.Not(
                "It is set aside; release it by POST /set-aside/%s.".formatted(Scene.ID)));
    assertThat(scene.store.only()).isEqualTo(present);
    assertThat(desk.waiting(Scene.ID)).contains(desk.waiting().getFirst());
  }

  @Test
  void an_unknown_grant_is_not_tried() {
    assertThat(desk.retry(new GrantId("nobody"))).isEqualTo(new Retried.UnknownGrant());
  }
}
