package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.BUSY;
import static dev.grantflow.grant.Grants.CALLBACK_VERIFIED;
import static dev.grantflow.grant.Grants.CONTINUATION;
import static dev.grantflow.grant.Grants.DEADLINE;
import static dev.grantflow.grant.Grants.DENIAL_HINTED;
import static dev.grantflow.grant.Grants.DUE;
import static dev.grantflow.grant.Grants.INTERACT_REF;
import static dev.grantflow.grant.Grants.ISSUE;
import static dev.grantflow.grant.Grants.LEASE_END;
import static dev.grantflow.grant.Grants.NEXT_CONTINUATION;
import static dev.grantflow.grant.Grants.NO;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.REVOKE;
import static dev.grantflow.grant.Grants.REVOKED;
import static dev.grantflow.grant.Grants.WRONG;
import static dev.grantflow.grant.Grants.change;
import static dev.grantflow.grant.Grants.decide;
import static dev.grantflow.grant.Grants.notNow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.GrantEvent.GrantFailed;
import dev.grantflow.grant.GrantEvent.GrantFinalized;
import dev.grantflow.grant.GrantEvent.GrantRejected;
import dev.grantflow.grant.GrantEvent.Trigger;
import dev.grantflow.grant.GrantState.Approved;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Revoking;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContinuingGrantTest {

  private static final Failed OUTCOME_UNKNOWN =
      new Failed(
          GrantError.of(
              "outcome_unknown",
              "The continuation may have been processed, but its answer was lost; the grant was"
                  + " cancelled at the server."));

  private final Grant grant =
      Grants.grant(new Continuing(CONTINUATION, INTERACT_REF, 1, LEASE_END));
  private final Grant polling = Grants.grant(new Continuing(CONTINUATION, null, 1, LEASE_END));

  @Test
  void is_finalized_by_the_callback_that_brought_it_here() {
    assertThat(decide(grant, Grants.ISSUED))
        .isEqualTo(
            change(
                grant,
                new Finalized(ISSUE, NEXT_CONTINUATION),
                "issued",
                new GrantFinalized(ISSUE, Trigger.CALLBACK)));
  }

  @Test
  void is_finalized_by_a_poll() {
    assertThat(decide(polling, Grants.ISSUED))
        .isEqualTo(
            change(
                polling,
                new Finalized(ISSUE, NEXT_CONTINUATION),
                "issued",
                new GrantFinalized(ISSUE, Trigger.POLL)));
  }

  @Test
  void is_polled_with_the_new_continuation_when_the_server_has_not_decided() {
    assertThat(decide(grant, Grants.STILL_PENDING))
        .isEqualTo(
            change(
                grant,
                new Polling(NEXT_CONTINUATION, 0, null, NEXT_CONTINUATION.notBefore()),
                "still pending"));
  }

  @Test
  void is_rejected_when_the_resource_owner_said_no() {
    assertThat(decide(grant, Grants.DENIED))
        .isEqualTo(change(grant, new Rejected(NO), "denied", new GrantRejected(NO)));
  }

  @Test
  void fails_when_the_server_refuses() {
    assertThat(decide(grant, Grants.REFUSED))
        .isEqualTo(change(grant, new Failed(WRONG), "refused", new GrantFailed(WRONG)));
  }

  @Test
  void is_continued_again_with_the_same_reference_when_it_was_not_processed() {
    assertThat(decide(grant, Grants.NOT_NOW))
        .isEqualTo(
            change(
                grant,
                new Approved(CONTINUATION, INTERACT_REF, 1, BUSY, NOW.plusSeconds(5)),
                "server_busy"));
  }

  @Test
  void is_polled_again_when_the_poll_was_not_processed() {
    assertThat(decide(polling, Grants.NOT_NOW))
        .isEqualTo(
            change(polling, new Polling(CONTINUATION, 1, BUSY, NOW.plusSeconds(5)), "server_busy"));
  }

  @Test
  void a_poll_that_came_too_fast_is_repeated_and_is_no_error() {
    var tooFast = new GrantError("too_fast", "Wait.", 400);

    assertThat(decide(polling, new Answer.NotNow(tooFast, Duration.ofSeconds(9))))
        .isEqualTo(
            change(polling, new Polling(CONTINUATION, 1, null, NOW.plusSeconds(9)), "too_fast"));
  }

  @Test
  void is_cancelled_by_what_a_useless_answer_says_because_it_may_have_minted_a_token() {
    assertThat(decide(grant, Grants.UNUSABLE))
        .isEqualTo(
            change(
                grant,
                new Revoking(new OfGrant(NEXT_CONTINUATION), new Failed(WRONG), NOW, 0, NOW),
                "unusable answer"));
  }

  @Test
  void a_token_that_arrives_late_still_counts() {
    assertThat(decide(grant, new Input.Answered(Grants.ISSUED), DEADLINE.plusSeconds(5)))
        .isEqualTo(
            change(
                grant,
                new Finalized(ISSUE, NEXT_CONTINUATION),
                "issued",
                new GrantFinalized(ISSUE, Trigger.CALLBACK)));
  }

  @Test
  void is_not_continued_again_past_the_deadline_but_cancelled() {
    var late = DEADLINE.plusSeconds(5);

    assertThat(decide(grant, new Input.Answered(Grants.NOT_NOW), late))
        .isEqualTo(
            change(
                grant, new Approved(CONTINUATION, INTERACT_REF, 1, BUSY, DEADLINE), "server_busy"));
  }

  @Test
  void looks_again_at_the_deadline_however_long_the_server_asks_to_wait() {
    assertThat(decide(grant, notNow(Duration.ofSeconds(Long.MAX_VALUE))))
        .isEqualTo(
            change(
                grant, new Approved(CONTINUATION, INTERACT_REF, 1, BUSY, DEADLINE), "server_busy"));
  }

  @Test
  void fails_with_outcome_unknown_when_the_continuation_gets_no_readable_answer() {
    assertThat(decide(grant, Grants.UNKNOWN))
        .isEqualTo(
            change(
                grant,
                new Revoking(new OfGrant(CONTINUATION), OUTCOME_UNKNOWN, NOW, 0, LEASE_END),
                "outcome unknown"));
  }

  @Test
  void fails_with_outcome_unknown_when_the_replica_that_continued_it_is_gone() {
    var next = LEASE_END.plusSeconds(60);

    assertThat(decide(grant, new Input.Due(next), LEASE_END))
        .isEqualTo(
            change(
                grant.claimed(),
                new Revoking(new OfGrant(CONTINUATION), OUTCOME_UNKNOWN, LEASE_END, 1, next),
                "lease ran out"));
  }

  @Test
  void is_never_continued_twice_also_past_the_deadline() {
    assertThat(decide(grant, DUE, DEADLINE))
        .isEqualTo(
            change(
                grant.claimed(),
                new Revoking(new OfGrant(CONTINUATION), OUTCOME_UNKNOWN, DEADLINE, 1, LEASE_END),
                "lease ran out"));
  }

  @Test
  void is_left_to_its_replica_while_the_lease_lasts() {
    assertThat(decide(grant, DUE)).isEqualTo(new Stay("nothing is due yet"));
  }

  @Test
  void is_revoked_only_after_the_continuation_in_flight_has_settled() {
    assertThat(decide(grant, REVOKE))
        .isEqualTo(
            change(
                grant,
                new Revoking(
                    new OfUnansweredContinuation(CONTINUATION), REVOKED, NOW, 0, LEASE_END),
                "revoke"));
  }

  @Test
  void is_not_approved_twice_when_the_callback_is_refreshed() {
    assertThat(decide(grant, CALLBACK_VERIFIED)).isEqualTo(new Stay("the callback came before"));
  }

  @Test
  void believes_the_verified_approval_more_than_a_hinted_denial() {
    assertThat(decide(grant, DENIAL_HINTED)).isEqualTo(new Stay("an approval was verified before"));
  }

  @ParameterizedTest
  @MethodSource("dev.grantflow.grant.Answers#toNoContinuation")
  void leaves_an_answer_to_another_call_alone(Answer answer) {
    assertThat(decide(grant, answer)).isEqualTo(AnswerDecisions.straggler());
  }
}
