package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.BUSY;
import static dev.grantflow.grant.Grants.CONTINUATION;
import static dev.grantflow.grant.Grants.INTERACT_REF;
import static dev.grantflow.grant.Grants.LOST;
import static dev.grantflow.grant.Grants.NEXT_CONTINUATION;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.RETRY;
import static dev.grantflow.grant.Grants.decide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantState.Approved;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Revoking;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// An operator does not want to wait for the next try.
class RetriedGrantTest {

  private static final Instant LATER = NOW.plusSeconds(30);
  private static final GrantError TOO_FAST = new GrantError("too_fast", "Slower.", 400);

  static Stream<Arguments> ofOurOwnMaking() {
    return Stream.of(
        Arguments.of(new Requested(2, LOST, LATER), new Requested(2, LOST, NOW)),
        Arguments.of(new Renewable(1, 2, LOST, LATER), new Renewable(1, 2, LOST, NOW)),
        Arguments.of(
            new Polling(CONTINUATION, 2, LOST, LATER), new Polling(CONTINUATION, 2, LOST, NOW)),
        Arguments.of(
            new Approved(CONTINUATION, INTERACT_REF, 2, LOST, LATER),
            new Approved(CONTINUATION, INTERACT_REF, 2, LOST, NOW)));
  }

  @ParameterizedTest
  @MethodSource("ofOurOwnMaking")
  void a_wait_of_our_own_making_is_cut_short(GrantState waiting, GrantState due) {
    var grant = Grants.grant(waiting);

    assertThat(decide(grant, RETRY)).isEqualTo(new Transition(grant.in(due), List.of(), "retry"));
  }

  @Test
  void the_wait_of_the_last_answer_is_waited_for_all_the_same() {
    var soonest = NEXT_CONTINUATION.notBefore();
    var grant = Grants.grant(new Polling(NEXT_CONTINUATION, 1, LOST, LATER));

    assertThat(decide(grant, RETRY))
        .isEqualTo(
            new Transition(
                grant.in(new Polling(NEXT_CONTINUATION, 1, LOST, soonest)), List.of(), "retry"));
    assertThat(decide(Grants.grant(new Polling(NEXT_CONTINUATION, 0, null, soonest)), RETRY))
        .isInstanceOf(Stay.class);
  }

  static Stream<GrantState> toldToWait() {
    return Stream.of(BUSY, TOO_FAST, new GrantError("error", "Slower.", 429))
        .flatMap(
            error ->
                Stream.of(
                    new Requested(1, error, LATER),
                    new Renewable(1, 1, error, LATER),
                    new Polling(CONTINUATION, 1, error, LATER),
                    new Approved(CONTINUATION, INTERACT_REF, 1, error, LATER)));
  }

  @ParameterizedTest
  @MethodSource("toldToWait")
  void what_the_server_asked_to_wait_is_not_cut_short(GrantState state) {
    assertThat(decide(Grants.grant(state), RETRY))
        .isEqualTo(
            new Stay(
                "The authorization server has asked not to be called for now; that is waited"
                    + " for."));
  }

  static Stream<GrantState> perhapsAtTheServer() {
    return Stream.of(
        new Requesting(1, LOST, LATER),
        new Continuing(CONTINUATION, INTERACT_REF, 1, LATER),
        new Revoking(
            new Cancellation.OfUnansweredContinuation(CONTINUATION),
            Grants.REVOKED,
            NOW,
            0,
            LATER));
  }

  @ParameterizedTest
  @MethodSource("perhapsAtTheServer")
  void nothing_is_repeated_whose_outcome_is_unknown(GrantState state) {
    assertThat(decide(Grants.grant(state), RETRY)).isInstanceOf(Stay.class);
  }
}
