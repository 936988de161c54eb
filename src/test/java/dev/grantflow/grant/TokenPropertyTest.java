package dev.grantflow.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Rotating;
import dev.grantflow.grant.Way.Step;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/// What becomes of a grant's tokens, whatever happens, in whichever order and at whichever time.
class TokenPropertyTest {

  @Provide
  Arbitrary<List<Act>> acts() {
    return Act.any().list().ofMaxSize(40);
  }

  @Property
  void a_rotation_is_not_sent_without_end_when_the_server_says_nothing(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    var open = 0;
    for (var step : Way.toRest(acts, seed)) {
      if (step.announces() && step.after().state() instanceof Rotating) {
        open++;
        assertThat(open).as("%s", step).isLessThanOrEqualTo(TokenDueDecisions.UNANSWERED_MAX);
      }
      if (step.changes() && step.settles()) {
        open = 0;
      }
    }
  }

  @Property
  void the_expiry_of_each_value_of_a_token_is_told_at_most_once(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    assertThat(Way.toRest(acts, seed))
        .flatExtracting(Step::events)
        .filteredOn(GrantEvent.GrantTokenExpired.class::isInstance)
        .extracting(
            event ->
                event instanceof GrantEvent.GrantTokenExpired(var label, var version, _, _)
                    ? label + " " + version
                    : "")
        .doesNotHaveDuplicates();
  }

  @Property
  void a_rotated_token_takes_the_place_of_the_one_before_it(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    assertThat(Way.toRest(acts, seed))
        .filteredOn(step -> step.changes() && step.events().size() == 1)
        .filteredOn(step -> !(step.before().state() instanceof Renewing))
        .allSatisfy(
            step -> {
              if (step.events().getFirst()
                  instanceof GrantEvent.GrantTokenRotated(var token, var version, _)) {
                assertThat(step.before().state()).isInstanceOf(Rotating.class);
                var held = (Finalized) step.after().state();
                assertThat(held.issue().accessTokens()).contains(token);
                assertThat(held.issue().accessTokens())
                    .hasSameSizeAs(
                        ((Rotating) step.before().state()).held().issue().accessTokens());
                assertThat(version).isGreaterThan(1);
              }
            });
  }

  @Property
  void a_grant_is_requested_anew_only_when_its_token_is_dead_and_its_server_holds_nothing_more(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    @Nullable Continuation left = null;
    var told = false;
    for (var step : Way.toRest(acts, seed)) {
      if (step.changes() && step.after().state() instanceof Finalized(_, var continuation, _)) {
        left = continuation;
        told = false;
      }
      if (step.beginsRenewal()) {
        told =
            step.events().size() == 1
                && step.events().getFirst() instanceof GrantEvent.GrantTokenExpired;
      }
      if (step.before().state() instanceof Retiring
          && step.input().equals(new Input.Answered(Grants.GONE))) {
        left = null;
      }
      if (step.after().state() instanceof Renewing) {
        assertThat(left).as("%s", step).isNull();
        assertThat(told).as("%s", step).isTrue();
        assertThat(step.after().renewWithin()).as("%s", step).isNotNull();
      }
    }
  }

  @Property
  void a_grant_is_requested_anew_once_per_cool_down_at_most(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    var latest = Instant.MIN;
    for (var step : Way.toRest(acts, seed)) {
      if (step.changes()
          && step.after().state() instanceof Renewable(_, var attempts, _, var dueAt)
          && attempts == 0) {
        assertThat(dueAt).as("%s", step).isAfterOrEqualTo(latest);
        latest = dueAt.plus(Grants.RULES.coolDown());
      }
    }
  }
}
