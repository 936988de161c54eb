package dev.grantflow.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.authserver.Behaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Options USUAL = new Options(Duration.ofMinutes(5), 42, 5_000);

  private final Plan plan = Plan.of(USUAL);

  @Test
  void is_the_same_for_the_same_seed_and_another_for_another() {
    assertThat(Plan.of(USUAL)).isEqualTo(plan);
    assertThat(Plan.of(new Options(USUAL.duration(), 43, USUAL.grants()))).isNotEqualTo(plan);
  }

  @Test
  void has_as_many_grants_as_wanted_each_under_a_name_of_its_own() {
    assertThat(plan.grants()).hasSize(5_000);
    assertThat(plan.grants()).extracting(PlannedGrant::id).doesNotHaveDuplicates();
    assertThat(plan.grants()).allMatch(grant -> grant.id().matches("[A-Za-z0-9._~-]{1,64}"));
  }

  @Test
  void meets_every_awkward_behaviour_and_every_kind_at_a_proper_server() {
    assertThat(plan.grants())
        .extracting(grant -> new Cast.Part(grant.behaviour(), grant.kind()))
        .containsAll(Cast.ALL.awkward())
        .containsAll(Cast.ALL.proper());
    assertThat(plan.grants())
        .extracting(PlannedGrant::behaviour)
        .containsAll(Behaviour.all().toList());
  }

  @Test
  void has_every_harm_behind_the_quiet_phase_and_before_the_end_of_the_load() {
    assertThat(plan.blows()).extracting(Blow::harm).contains(Harm.values());
    assertThat(plan.blows())
        .allSatisfy(blow -> assertThat(blow.at()).isBetween(plan.quiet(), plan.load()));
  }

  @Test
  void begins_early_with_what_takes_longest() {
    assertThat(plan.grants())
        .filteredOn(grant -> new Cast.Part(grant.behaviour(), grant.kind()).takesLongest())
        .isNotEmpty()
        .allSatisfy(grant -> assertThat(grant.at()).isLessThan(plan.load().dividedBy(3)));
  }

  @Test
  void has_every_mistake() {
    assertThat(plan.mistakes()).extracting(PlannedMistake::mistake).contains(Mistake.values());
  }
}
