package dev.grantflow.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Answer.InteractionToPoll;
import dev.grantflow.grant.GrantEvent.GrantFinalized;
import dev.grantflow.grant.GrantState.Approved;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoked;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import dev.grantflow.grant.Way.Step;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What is told of a grant, whatever happens to it, in whichever order and at whichever time.
class ToldPropertyTest {

  @Provide
  Arbitrary<List<Act>> acts() {
    return Act.any().list().ofMaxSize(40);
  }

  @Property
  void a_grant_is_finalized_at_most_once(@ForAll("acts") List<Act> acts, @ForAll long seed) {
    assertThat(Way.toRest(acts, seed))
        .flatExtracting(Step::events)
        .filteredOn(GrantFinalized.class::isInstance)
        .hasSizeLessThanOrEqualTo(1);
  }

  @Property
  void events_tell_of_the_state_entered_with_them_and_of_nothing_else(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    assertThat(Way.toRest(acts, seed))
        .allSatisfy(step -> assertThat(simple(step.events())).isEqualTo(told(step)));
  }

  /// At most one event, of a token; which one is held elsewhere.
  private static List<String> ofTokens(Step step) {
    var events = step.events();
    assertThat(events).hasSizeLessThanOrEqualTo(1);
    assertThat(events).allMatch(event -> event.getClass().getSimpleName().startsWith("GrantToken"));
    return simple(events);
  }

  private static List<String> simple(List<GrantEvent.OfGrant> events) {
    return events.stream().map(Object::toString).toList();
  }

  /// What has to be told of a step: each state that promises an event, when it is entered.
  private static List<String> told(Step step) {
    if (!step.changes()
        || step.before().state().getClass().equals(step.after().state().getClass())
        || (Holding.of(step.before().state()) != null
            && Holding.of(step.after().state()) != null)) {
      return ofTokens(step);
    }
    if (step.before().state() instanceof RevokingToken
        && step.input() instanceof Input.Answered
        && step.after().state() instanceof Revoking) {
      return ofTokens(step);
    }
    if (step.beginsRenewal()) {
      return ofTokens(step);
    }
    return simple(
        switch (step.after().state()) {
          case Finalized(var issue, _, _)
              when step.before().state() instanceof Renewing(var version, _, _, _) ->
              List.of(
                  new GrantEvent.GrantTokenRotated(
                      issue.accessTokens().getFirst(),
                      version + 1,
                      GrantEvent.RotationTrigger.RENEWED));
          case Pending(var interaction, _, var dueAt) ->
              List.of(new GrantEvent.GrantPending(interaction.start(), dueAt));
          case Finalized(var issue, _, _) -> List.of(new GrantFinalized(issue, trigger(step)));
          case Rejected(var error) -> List.of(new GrantEvent.GrantRejected(error));
          case Expired() -> List.of(new GrantEvent.GrantExpired());
          case Failed(var error) -> List.of(new GrantEvent.GrantFailed(error));
          case Revoked(var reason) -> List.of(new GrantEvent.GrantRevoked(reason));
          case Polling _
              when step.input() instanceof Input.Answered(InteractionToPoll(var start, _, _)) ->
              List.of(new GrantEvent.GrantPending(start, step.after().expiresAt()));
          case Requested _, Requesting _, Polling _, Approved _ -> List.of();
          case Retiring _, Renewable _, Renewing _ -> List.of();
          case Continuing _, Rotating _, RevokingToken _, Revoking _ -> List.of();
        });
  }

  private static GrantEvent.Trigger trigger(Step step) {
    if (!(step.before().state() instanceof Continuing(_, var interactRef, _, _))) {
      return GrantEvent.Trigger.REQUEST;
    }
    return interactRef == null ? GrantEvent.Trigger.POLL : GrantEvent.Trigger.CALLBACK;
  }
}
