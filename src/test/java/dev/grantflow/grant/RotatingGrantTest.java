package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.CONTINUATION;
import static dev.grantflow.grant.Grants.EXPIRY;
import static dev.grantflow.grant.Grants.JITTER;
import static dev.grantflow.grant.Grants.LEASE_END;
import static dev.grantflow.grant.Grants.MORTAL;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.REVOKE;
import static dev.grantflow.grant.Grants.REVOKED;
import static dev.grantflow.grant.Grants.change;
import static dev.grantflow.grant.Grants.decide;
import static dev.grantflow.grant.Grants.mortal;
import static dev.grantflow.grant.Grants.rotating;
import static dev.grantflow.grant.Grants.rotation;
import static dev.grantflow.grant.Grants.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Cancellation.OfUnansweredRotation;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantEvent.GrantTokenChangeFailed;
import dev.grantflow.grant.GrantEvent.GrantTokenExpired;
import dev.grantflow.grant.GrantEvent.GrantTokenRotated;
import dev.grantflow.grant.GrantEvent.RotationTrigger;
import dev.grantflow.grant.GrantEvent.TokenChange;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.Rotating;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotatingGrantTest {

  private static final Instant NEXT_EXPIRY = NOW.plus(Duration.ofMinutes(20));
  private static final AccessToken NEXT = token("n", true, NEXT_EXPIRY, null);

  private final Grant first = Grants.grant(rotating(false));
  private final Grant second = Grants.grant(rotating(true));

  @Test
  void undoes_the_grant_when_the_fresh_token_must_not_be_used() {
    var unusable = new Answer.Unusable(Grants.WRONG, new OfTokens(List.of(Grants.TOKEN_A)), true);

    assertThat(decide(first, unusable))
        .isEqualTo(
            change(
                first,
                new Revoking(new OfGrant(CONTINUATION), new Failed(Grants.WRONG), NOW, 0, NOW),
                "unusable answer"));
  }

  @Test
  void is_announced_when_half_of_the_token_s_life_is_over() {
    var requesting = Grants.grant(Grants.requesting());
    var issued = new Answer.Issued(Grants.MORTAL_ISSUE, CONTINUATION, Grants.ENDPOINT);
    var rotateAt = NOW.plus(Duration.ofMinutes(5));

    var granted = ((Transition) decide(requesting, issued)).next();

    assertThat(granted.state()).isEqualTo(mortal(rotation(rotateAt, 0, false, EXPIRY)));
    assertThat(decide(granted, Grants.DUE, rotateAt.minusMillis(1)))
        .isEqualTo(new Stay("nothing is due yet"));
    assertThat(decide(granted, Grants.DUE, rotateAt))
        .isEqualTo(
            change(
                granted.claimed(), new Rotating((Finalized) granted.state(), 0, LEASE_END), "due"));
  }

  @Test
  void is_not_planned_for_a_token_that_hardly_lives() {
    var brief = new Issue(List.of(token("m", true, NOW.plusMillis(900), null)), null);

    assertThat(Grants.RULES.begin(brief, true, NOW, JITTER).of(0))
        .isEqualTo(rotation(null, 0, false, NOW.plusMillis(900)));
  }

  @Test
  void is_not_planned_for_a_token_that_cannot_be_managed_or_need_not_be_kept_fresh() {
    var unmanaged = new Issue(List.of(token("m", false, EXPIRY, null)), null);
    var untended = rotation(null, 0, false, EXPIRY);

    assertThat(Grants.RULES.begin(unmanaged, true, NOW, JITTER).of(0)).isEqualTo(untended);
    assertThat(Grants.RULES.begin(Grants.MORTAL_ISSUE, false, NOW, JITTER).of(0))
        .isEqualTo(untended);
  }

  @Test
  void brings_a_token_that_is_rotated_in_its_turn() {
    var next = new TokenUpkeep(2, NOW.plusSeconds(600), false, 0, false, NEXT_EXPIRY, null);

    assertThat(decide(first, new Answer.Rotated(NEXT)))
        .isEqualTo(
            change(
                first,
                rotating(false).held().with(0, NEXT, next),
                "rotated",
                new GrantTokenRotated(NEXT, 2, RotationTrigger.EXPIRY)));
  }

  @Test
  void keeps_the_label_that_the_server_does_not_repeat() {
    var held = new Finalized(Grants.LABELLED_ISSUE, CONTINUATION);
    var grant = Grants.grant(new Rotating(held, 1, LEASE_END));

    var after = ((Transition) decide(grant, new Answer.Rotated(NEXT))).next().state();

    assertThat(((Finalized) after).issue().accessTokens())
        .containsExactly(
            Grants.LABELLED_ISSUE.accessTokens().getFirst(),
            token("n", true, NEXT_EXPIRY, "quote"));
  }

  @Test
  void is_tried_again_with_backoff_when_the_server_did_not_look() {
    assertThat(decide(first, Grants.NOT_NOW))
        .isEqualTo(
            change(first, mortal(rotation(NOW.plusSeconds(5), 1, false, EXPIRY)), "server_busy"));
  }

  @Test
  void cools_down_after_repeated_failure_but_not_beyond_the_expiry() {
    var upkeep = rotation(NOW, 4, false, EXPIRY);
    var failing = Grants.grant(new Rotating(mortal(upkeep), 0, LEASE_END));
    var late = Grants.notNow(Duration.ofHours(1));

    assertThat(decide(failing, Grants.NOT_NOW))
        .isEqualTo(
            change(
                failing,
                mortal(rotation(NOW.plus(Duration.ofMinutes(3)), 5, false, EXPIRY)),
                "server_busy"));
    assertThat(decide(failing, late))
        .isEqualTo(change(failing, mortal(rotation(EXPIRY, 5, false, EXPIRY)), "server_busy"));
  }

  @Test
  void is_given_up_when_the_server_refuses_it_and_leaves_the_token_as_it_was() {
    var error = new GrantError("invalid_rotation", "Not this one.", 404);

    assertThat(decide(first, new Answer.Refused(error)))
        .isEqualTo(
            change(
                first,
                mortal(rotation(null, 0, false, EXPIRY)),
                "rotation given up",
                new GrantTokenChangeFailed(null, TokenChange.ROTATION, error)));
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_client, Invalid access token, 401",
    "invalid_continuation, gone, 401",
    "http_404, gone, 404"
  })
  void tells_of_a_token_that_is_dead(String code, String description, int status) {
    var error = new GrantError(code, description, status);

    assertThat(decide(first, new Answer.Refused(error)))
        .isEqualTo(
            change(
                first,
                mortal(rotation(null, 0, false, null)),
                "token is dead",
                new GrantTokenExpired(null, 1, EXPIRY, error)));
  }

  @Test
  void takes_a_refused_key_for_no_dead_token() {
    var error = new GrantError("invalid_client", "signature verification failed", 401);

    assertThat(decide(first, new Answer.Refused(error)))
        .extracting(it -> ((Transition) it).events())
        .isEqualTo(List.of(new GrantTokenChangeFailed(null, TokenChange.ROTATION, error)));
  }

  @Test
  void is_sent_again_by_the_old_token_when_its_answer_was_lost_but_not_before_the_lease_ends() {
    var again = rotation(NOW, 1, true, EXPIRY);

    assertThat(decide(first, Grants.UNKNOWN)).isInstanceOf(Stay.class);
    assertThat(decide(first, Grants.DUE, NOW))
        .isEqualTo(
            change(first.claimed(), new Rotating(mortal(again), 0, LEASE_END), "lease ran out"));
  }

  @Test
  void is_sent_until_the_server_says_which_token_lives() {
    var third = rotation(NOW, 2, true, EXPIRY);

    assertThat(decide(second, Grants.DUE, NOW))
        .isEqualTo(
            change(second.claimed(), new Rotating(mortal(third), 0, LEASE_END), "lease ran out"));
  }

  @Test
  void costs_the_grant_when_it_is_refused_after_an_answer_was_lost_or_never_answered() {
    var endless = Grants.grant(new Rotating(mortal(rotation(NOW, 9, true, null)), 0, NOW));

    assertThat(
            List.of(
                decide(second, Grants.REFUSED),
                decide(second, Grants.DUE, EXPIRY),
                decide(endless, Grants.DUE, NOW)))
        .extracting(it -> ((Transition) it).next().state())
        .allSatisfy(
            state -> {
              assertThat(state).isInstanceOf(Revoking.class);
              assertThat(((Revoking) state).cancellation()).isEqualTo(new OfGrant(CONTINUATION));
              assertThat(((Revoking) state).ending())
                  .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Failed.class))
                  .extracting(failed -> failed.error().code())
                  .isEqualTo("outcome_unknown");
            });
  }

  @Test
  void is_settled_before_the_token_is_revoked_which_may_be_another_by_now() {
    var removal = Grants.removal(0).removal();
    var unanswered = Grants.grant(mortal(rotation(NOW, 1, true, EXPIRY).removing(removal)));

    assertThat(((Transition) decide(unanswered, Grants.DUE)).next().state())
        .isInstanceOf(Rotating.class);
  }

  @Test
  void is_not_made_of_a_token_that_is_to_be_revoked() {
    var later = new TokenUpkeep.Removal("order cancelled", NOW, 1, NOW.plusSeconds(60));
    var planned = mortal(rotation(NOW, 0, false, EXPIRY).removing(later));

    assertThat(planned.due()).contains(later.dueAt());
    assertThat(decide(Grants.grant(planned), Grants.DUE)).isEqualTo(new Stay("nothing is due yet"));
  }

  @Test
  void that_brings_a_token_which_cannot_be_managed_gives_its_revocation_up() {
    var unmanaged = new Issue(List.of(token("n", false, EXPIRY, null)), null);
    var wanted = new Upkeep(List.of(Grants.removal(0)));
    var grant = Grants.grant(new Finalized(unmanaged, CONTINUATION, wanted));

    var given = (Transition) decide(grant, Grants.DUE);

    assertThat(given.next().state()).isEqualTo(new Finalized(unmanaged, CONTINUATION));
    assertThat(given.events()).hasSize(1).allMatch(GrantTokenChangeFailed.class::isInstance);
  }

  @Test
  void that_is_lost_for_good_without_a_continuation_ends_in_the_truth() {
    var held =
        new Finalized(
            Grants.MORTAL_ISSUE, null, new Upkeep(List.of(rotation(NOW, 0, true, EXPIRY))));

    var state =
        (Revoking)
            ((Transition) decide(Grants.grant(new Rotating(held, 0, NOW)), Grants.REFUSED))
                .next()
                .state();

    assertThat(state.cancellation()).isEqualTo(new OfTokens(List.of(Undoing.managed(MORTAL))));
    assertThat(((Failed) state.ending()).error().code()).isEqualTo("revocation_incomplete");
  }

  @Test
  void that_brought_what_must_not_be_used_says_so_where_not_all_can_be_undone() {
    var held = new Finalized(Grants.MORTAL_ISSUE, null, new Upkeep(List.of(TokenUpkeep.NONE)));
    var former = new OfTokens(List.of(Undoing.managed(MORTAL)));
    var unusable = new Answer.Unusable(Grants.LEFT, former, true);
    var overtaken = new Revoking(new OfUnansweredRotation(held, 0), REVOKED, NOW, 0, NOW);
    var error =
        GrantError.of(
            "revocation_incomplete",
            "The authorization server gave no way to revoke access token 1: what it has not ended"
                + " by itself lives on until it expires. A token may live on until it expires.");

    for (var state : List.of(new Rotating(held, 0, NOW), overtaken)) {
      var grant = Grants.grant(state);
      assertThat(decide(grant, unusable))
          .isEqualTo(
              change(
                  grant, new Revoking(former, new Failed(error), NOW, 0, NOW), "unusable answer"));
    }
  }

  @Test
  void settles_before_a_revocation_cancels_the_grant() {
    var waiting =
        new Revoking(new OfUnansweredRotation(rotating(false).held(), 0), REVOKED, NOW, 0, NOW);
    var grant = Grants.grant(waiting);

    assertThat(decide(first, REVOKE)).isEqualTo(change(first, waiting, "revoke"));
    assertThat(decide(grant, new Answer.Rotated(NEXT)))
        .isEqualTo(
            change(
                grant, new Revoking(new OfGrant(CONTINUATION), REVOKED, NOW, 0, NOW), "rotated"));
  }

  @Test
  void brings_what_a_revocation_without_a_continuation_revokes() {
    var held = new Finalized(Grants.MORTAL_ISSUE, null);
    var grant =
        Grants.grant(new Revoking(new OfUnansweredRotation(held, 0), REVOKED, NOW, 0, LEASE_END));

    assertThat(decide(grant, new Answer.Rotated(NEXT)))
        .isEqualTo(
            change(
                grant,
                new Revoking(new OfTokens(List.of(Undoing.managed(NEXT))), REVOKED, NOW, 0, NOW),
                "rotated"));
  }
}
