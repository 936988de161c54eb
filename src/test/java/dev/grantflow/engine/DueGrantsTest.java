package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.grant.GrantState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DueGrantsTest {

  private final Scene scene = new Scene();
  private final DueGrants due = scene.dueGrants();

  @Test
  void after_an_outage_answers_are_recorded_before_grants_whose_lease_ran_out_are_taken_over() {
    scene.store.put(Scene.grant(new GrantState.Requesting(1, null, Scene.NOW)));
    fallAway();
    scene.time.pass(Duration.ofMinutes(2));

    assertThat(due.claim(1)).isEmpty();
    scene.time.pass(Duration.ofSeconds(9));
    assertThat(due.claim(1)).isEmpty();
    scene.time.pass(Duration.ofSeconds(1));

    assertThat(due.claim(1)).hasSize(1);
  }

  @Test
  void a_moment_is_no_outage() {
    scene.store.put(Scene.grant(new GrantState.Requested(0, null, Scene.NOW)));
    fallAway();
    scene.time.pass(Duration.ofSeconds(2));

    assertThat(due.claim(1)).hasSize(1);
  }

  @Test
  void a_claim_counts_by_whether_somebody_else_left_the_grant_with_its_call_unsettled() {
    scene.store.put(Scene.grant(new GrantState.Requested(0, null, Scene.NOW)));
    due.claim(1);
    assertThat(claims("due")).isOne();
    assertThat(claims("taken_over")).isZero();
    scene.time.pass(Scene.SETTINGS.lease());

    due.claim(1);

    assertThat(claims("due")).isOne();
    assertThat(claims("taken_over")).isOne();
  }

  @Test
  void a_claim_that_the_database_fails_counts_as_failed() {
    fallAway();

    assertThat(claims("failed")).isOne();
  }

  private double claims(String outcome) {
    return scene.meters.get("grantflow.claims").tag("outcome", outcome).counter().count();
  }

  private void fallAway() {
    scene.store.whenClaimed =
        () -> {
          throw new Scene.Away();
        };
    assertThatThrownBy(() -> due.claim(1)).isInstanceOf(Scene.Away.class);
    scene.store.whenClaimed = () -> {};
  }
}
