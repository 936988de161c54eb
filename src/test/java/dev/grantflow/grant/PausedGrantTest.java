package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.CONTINUATION;
import static dev.grantflow.grant.Grants.EXPIRY;
import static dev.grantflow.grant.Grants.INTERACT_REF;
import static dev.grantflow.grant.Grants.LEASE_END;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.change;
import static dev.grantflow.grant.Grants.decide;
import static dev.grantflow.grant.Grants.mortal;
import static dev.grantflow.grant.Grants.rotation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantEvent.GrantTokenExpired;
import dev.grantflow.grant.GrantState.Approved;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.Rotating;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// An operator has paused the client or the server: nothing is sent.
class PausedGrantTest {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final GrantError PAUSED = GrantError.paused("Nothing was sent.");
  private static final Answer HELD = new Answer.NotNow(PAUSED, LOOK_AGAIN);
  private static final Instant AGAIN = NOW.plus(LOOK_AGAIN);

  static Stream<Arguments> held() {
    return Stream.of(
        Arguments.of(new Requesting(7, null, LEASE_END), new Requested(6, PAUSED, AGAIN)),
        Arguments.of(new Renewing(1, 7, null, LEASE_END), new Renewable(1, 6, PAUSED, AGAIN)),
        Arguments.of(
            new Continuing(CONTINUATION, null, 7, LEASE_END),
            new Polling(CONTINUATION, 6, PAUSED, AGAIN)),
        Arguments.of(
            new Continuing(CONTINUATION, INTERACT_REF, 7, LEASE_END),
            new Approved(CONTINUATION, INTERACT_REF, 6, PAUSED, AGAIN)));
  }

  @ParameterizedTest
  @MethodSource("held")
  void is_looked_at_again_as_soon_as_the_pause_says_and_as_if_nothing_had_been_tried(
      GrantState claimed, GrantState waiting) {
    var grant = Grants.grant(claimed);

    assertThat(decide(grant, HELD)).isEqualTo(change(grant, waiting, "paused"));
  }

  @Test
  void the_same_word_of_a_server_is_an_answer_like_any_other() {
    var grant = Grants.grant(new Requesting(2, null, LEASE_END));
    var said = new GrantError("paused", "Says the server.", 503);

    assertThat(decide(grant, new Answer.NotNow(said, null)))
        .isEqualTo(change(grant, new Requested(2, said, NOW.plusSeconds(10)), "paused"));
  }

  @ParameterizedTest
  @CsvSource({"0, false", "19, false", "9, true", "19, true"})
  void no_length_of_a_pause_gives_a_rotation_up_or_cancels_the_grant(
      int attempts, boolean unanswered) {
    var now = NOW;
    var grant = Grants.grant(mortal(rotation(NOW, attempts, unanswered, null)));
    for (int looks = 0; looks < 1_000; looks++) {
      var claimed = after(decide(grant, Grants.DUE, now));
      assertThat(claimed.state()).isInstanceOf(Rotating.class);
      grant = after(decide(claimed, new Input.Answered(HELD), now));
      now = now.plus(LOOK_AGAIN);
    }

    assertThat(grant.state()).isEqualTo(mortal(rotation(now, attempts, unanswered, null)));
  }

  @Test
  void a_token_that_expires_meanwhile_is_told_to_have_expired() {
    var grant = Grants.grant(mortal(rotation(EXPIRY.minusSeconds(5), 0, false, EXPIRY)));

    var ended = throughPauseToExpiry(grant);

    assertThat(ended.events()).containsExactly(new GrantTokenExpired(null, 1, EXPIRY, null));
    assertThat(ended.next().state()).isEqualTo(mortal(rotation(null, 0, false, null)));
  }

  @Test
  void a_rotation_that_had_no_answer_before_the_pause_cancels_the_grant_when_the_token_expires() {
    var grant = Grants.grant(mortal(rotation(EXPIRY.minusSeconds(5), 1, true, EXPIRY)));

    assertThat(throughPauseToExpiry(grant).next().state())
        .isInstanceOfSatisfying(
            Revoking.class,
            it ->
                assertThat(it.ending())
                    .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.error().code()).isEqualTo("outcome_unknown")));
  }

  /// Held back at every look, whose number is bounded though the clock stands at the expiry.
  private static Transition throughPauseToExpiry(Grant begun) {
    var grant = begun;
    for (int looks = 0; looks < 5; looks++) {
      var due = dueAt(grant);
      var claimed = (Transition) decide(grant, Grants.DUE, due);
      if (!(claimed.next().state() instanceof Rotating)) {
        return claimed;
      }
      grant = after(decide(claimed.next(), new Input.Answered(HELD), due));
      assertThat(grant.state()).isInstanceOf(Finalized.class);
    }
    throw new AssertionError("it is claimed for a rotation over and over");
  }

  private static Instant dueAt(Grant grant) {
    return grant.state().due().orElseThrow();
  }

  private static Grant after(Decision decision) {
    assertThat(decision).isInstanceOf(Transition.class);
    return ((Transition) decision).next();
  }
}
