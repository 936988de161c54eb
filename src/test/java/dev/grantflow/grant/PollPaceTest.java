package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.CONTINUATION;
import static dev.grantflow.grant.Grants.DEADLINE;
import static dev.grantflow.grant.Grants.ENDPOINT;
import static dev.grantflow.grant.Grants.INTERACT_REF;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.decide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantState.Approved;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Polling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server that never asks for a pause does not have us call without one (RFC 9635 §11.27).
class PollPaceTest {

  private static final Answer AT_ONCE = new Answer.StillPending(CONTINUATION, ENDPOINT);

  private final Grant requesting = Grants.grant(Grants.requesting());
  private final Grant continuing = Grants.grant(Grants.continuing());
  private final Grant polling = Grants.grant(new Continuing(CONTINUATION, null, 1, NOW));

  /// Of a server that decides nothing and hardly asks for a pause.
  @Provide
  Arbitrary<List<Act>> polls() {
    var said =
        Combinators.combine(
                Arbitraries.of(Said.Kind.STILL_PENDING, Said.Kind.STILL_PENDING, Said.Kind.NOT_NOW),
                Arbitraries.integers().between(0, 10),
                Arbitraries.of(0, 1, 7).injectNull(0.5))
            .as((kind, pause, retry) -> new Said(kind, pause, retry, List.of(), true));
    return Arbitraries.<Act>frequencyOf(
            Tuple.of(5, Arbitraries.of(true, true, false).map(Act.Claim::new)),
            Tuple.of(5, said.map(it -> new Act.Reply(it, true))),
            Tuple.of(1, Arbitraries.integers().between(0, 4).map(Act.Pass::new)))
        .list()
        .ofMaxSize(60);
  }

  @Property
  void two_polls_are_never_closer_than_the_least_pause(
      @ForAll("polls") List<Act> acts, @ForAll long seed) {
    var latest = Instant.MIN;
    for (var step : Way.toRest(acts, seed)) {
      if (step.announces()
          && step.after().state() instanceof Continuing(_, var interactRef, _, _)
          && interactRef == null) {
        assertThat(step.at()).as("%s", step).isAfterOrEqualTo(latest);
        latest = step.at().plus(AnswerDecisions.POLL_MIN);
      }
    }
  }

  @Test
  void the_first_poll_is_not_sent_at_once_either() {
    var start = Grants.INTERACTION.start();

    assertThat(dueAt(requesting, AT_ONCE, NOW)).isEqualTo(NOW.plusSeconds(5));
    assertThat(dueAt(continuing, AT_ONCE, NOW)).isEqualTo(NOW.plusSeconds(5));
    assertThat(dueAt(requesting, new Answer.InteractionToPoll(start, CONTINUATION, ENDPOINT), NOW))
        .isEqualTo(NOW.plusSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "4, 5", "5, 5", "6, 6", "60, 60"})
  void what_the_server_asks_for_is_waited_where_it_is_more(int asked, int waited) {
    var answer = new Answer.StillPending(Grants.continuation("next", NOW.plusSeconds(asked)), null);

    assertThat(dueAt(polling, answer, NOW)).isEqualTo(NOW.plusSeconds(waited));
  }

  @Test
  void a_poll_that_was_turned_away_is_not_repeated_sooner() {
    var turnedAway = new Continuing(CONTINUATION, null, 1, NOW);
    var lifecycle =
        new GrantLifecycle(
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
            Grants.REVOCATION_LIMIT,
            Grants.RULES);

    var decided =
        (Transition)
            lifecycle.decide(Grants.grant(turnedAway), new Input.Answered(Grants.NOT_NOW), NOW, 0);

    assertThat(decided.next().state().due()).contains(NOW.plusSeconds(5));
  }

  @Test
  void the_deadline_is_not_slept_through() {
    var late = DEADLINE.minusSeconds(1);

    assertThat(dueAt(polling, AT_ONCE, late)).isEqualTo(DEADLINE);
  }

  /// A consent that was given waits for nothing but what the server asks for.
  @Test
  void a_continuation_after_a_callback_has_no_least_pause() {
    var pending = Grants.grant(Grants.pending());

    var approved = ((Transition) decide(pending, Grants.CALLBACK_VERIFIED)).next().state();

    assertThat(approved).isEqualTo(new Approved(CONTINUATION, INTERACT_REF, 0, null, NOW));
  }

  private static Instant dueAt(Grant grant, Answer answer, Instant now) {
    var state = ((Transition) decide(grant, new Input.Answered(answer), now)).next().state();
    assertThat(state).isInstanceOf(Polling.class);
    return ((Polling) state).dueAt();
  }
}
