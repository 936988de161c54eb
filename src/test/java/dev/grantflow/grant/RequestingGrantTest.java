package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.BUSY;
import static dev.grantflow.grant.Grants.CALLBACK;
import static dev.grantflow.grant.Grants.CALLBACK_VERIFIED;
import static dev.grantflow.grant.Grants.DEADLINE;
import static dev.grantflow.grant.Grants.DENIAL_HINTED;
import static dev.grantflow.grant.Grants.DUE;
import static dev.grantflow.grant.Grants.ENDPOINT;
import static dev.grantflow.grant.Grants.INTERACTION;
import static dev.grantflow.grant.Grants.ISSUE;
import static dev.grantflow.grant.Grants.LEASE_END;
import static dev.grantflow.grant.Grants.LOST;
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
import dev.grantflow.grant.Cancellation.OfUnansweredRequest;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.GrantEvent.GrantExpired;
import dev.grantflow.grant.GrantEvent.GrantFailed;
import dev.grantflow.grant.GrantEvent.GrantFinalized;
import dev.grantflow.grant.GrantEvent.GrantPending;
import dev.grantflow.grant.GrantEvent.GrantRejected;
import dev.grantflow.grant.GrantEvent.Trigger;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Revoking;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestingGrantTest {

  private final Grant grant = Grants.fresh(new Requesting(2, null, NOW));

  @Test
  void sends_the_resource_owner_to_the_server_and_waits_until_the_deadline() {
    assertThat(decide(grant, Grants.INTERACTION_REQUIRED))
        .isEqualTo(
            change(
                grant.at(ENDPOINT, CALLBACK),
                new Pending(INTERACTION, NEXT_CONTINUATION, DEADLINE),
                "interaction required",
                new GrantPending(INTERACTION.start(), DEADLINE)));
  }

  @Test
  void tells_no_later_end_than_that_of_the_interaction() {
    var soon = NOW.plusSeconds(90);
    var start = new InteractionStart(null, Secret.of("CODE"), null, null, soon);
    var interaction =
        new Interaction(start, ENDPOINT, Secret.of("n"), Secret.of("f"), HashMethod.SHA_256);

    assertThat(
            decide(grant, new Answer.InteractionRequired(interaction, CALLBACK, NEXT_CONTINUATION)))
        .isEqualTo(
            change(
                grant.at(ENDPOINT, CALLBACK),
                new Pending(interaction, NEXT_CONTINUATION, DEADLINE),
                "interaction required",
                new GrantPending(start, soon)));
  }

  @Test
  void tells_of_an_interaction_whose_end_only_polling_finds() {
    assertThat(decide(grant, Grants.INTERACTION_TO_POLL))
        .isEqualTo(
            change(
                grant.at(ENDPOINT, null),
                new Polling(NEXT_CONTINUATION, 0, null, NEXT_CONTINUATION.notBefore()),
                "interaction required",
                new GrantPending(INTERACTION.start(), DEADLINE)));
  }

  @Test
  void polls_no_earlier_than_the_server_asked() {
    assertThat(decide(grant, Grants.STILL_PENDING))
        .isEqualTo(
            change(
                grant.at(ENDPOINT, null),
                new Polling(NEXT_CONTINUATION, 0, null, NEXT_CONTINUATION.notBefore()),
                "still pending"));
  }

  @Test
  void polls_no_later_than_the_deadline() {
    var patient = Grants.continuation("patient", DEADLINE.plusSeconds(1));

    assertThat(decide(grant, new Answer.StillPending(patient, ENDPOINT)))
        .isEqualTo(
            change(
                grant.at(ENDPOINT, null),
                new Polling(patient, 0, null, DEADLINE),
                "still pending"));
  }

  @Test
  void is_finalized_at_once_when_nobody_has_to_be_asked() {
    assertThat(decide(grant, Grants.ISSUED))
        .isEqualTo(
            change(
                grant.at(ENDPOINT, null),
                new Finalized(ISSUE, NEXT_CONTINUATION),
                "issued",
                new GrantFinalized(ISSUE, Trigger.REQUEST)));
  }

  @Test
  void is_rejected_when_the_server_denies() {
    assertThat(decide(grant, Grants.DENIED))
        .isEqualTo(change(grant, new Rejected(NO), "denied", new GrantRejected(NO)));
  }

  @Test
  void fails_when_the_server_refuses() {
    assertThat(decide(grant, Grants.REFUSED))
        .isEqualTo(change(grant, new Failed(WRONG), "refused", new GrantFailed(WRONG)));
  }

  @Test
  void is_cancelled_when_the_answer_is_of_no_use_but_says_how() {
    assertThat(decide(grant, Grants.UNUSABLE))
        .isEqualTo(
            change(
                grant,
                new Revoking(new OfGrant(Grants.NEXT_CONTINUATION), new Failed(WRONG), NOW, 0, NOW),
                "unusable answer"));
  }

  @Test
  void is_undone_token_by_token_where_the_answer_of_no_use_says_no_other_way() {
    var tokens = new Cancellation.OfTokens(List.of(Grants.TOKEN_A));

    assertThat(decide(grant, new Answer.Unusable(WRONG, tokens, false)))
        .isEqualTo(
            change(grant, new Revoking(tokens, new Failed(WRONG), NOW, 0, NOW), "unusable answer"));
  }

  @Test
  void fails_when_nothing_undoes_an_answer_of_no_use() {
    assertThat(decide(grant, Grants.UNUSABLE_AND_LEFT))
        .isEqualTo(
            change(
                grant, new Failed(Grants.LEFT), "unusable answer", new GrantFailed(Grants.LEFT)));
  }

  @Test
  void a_revocation_does_not_cover_a_token_that_an_answer_of_no_use_may_have_left() {
    var tokens = new Cancellation.OfTokens(List.of(Grants.TOKEN_A));
    var undoing = new Revoking(tokens, new Failed(Grants.LEFT), NOW, 0, NOW);

    assertThat(decide(grant, new Answer.Unusable(Grants.LEFT, tokens, true)))
        .isEqualTo(change(grant, undoing, "unusable answer"));
    assertThat(decide(Grants.grant(undoing), Grants.REVOKE))
        .isEqualTo(new Decision.Stay("it is being revoked already"));
  }

  @Test
  void is_requested_again_after_backoff() {
    assertThat(decide(grant, Grants.NOT_NOW))
        .isEqualTo(change(grant, new Requested(2, BUSY, NOW.plusSeconds(10)), "server_busy"));
  }

  @Test
  void is_requested_again_no_earlier_than_the_server_asked() {
    assertThat(decide(grant, notNow(Duration.ofSeconds(90))))
        .isEqualTo(change(grant, new Requested(2, BUSY, NOW.plusSeconds(90)), "server_busy"));
  }

  @Test
  void looks_again_at_the_deadline_however_long_the_server_asks_to_wait() {
    assertThat(decide(grant, notNow(Duration.ofSeconds(Long.MAX_VALUE))))
        .isEqualTo(change(grant, new Requested(2, BUSY, DEADLINE), "server_busy"));
  }

  @Test
  void is_requested_anew_when_no_readable_answer_came_because_nobody_has_seen_the_first() {
    assertThat(decide(grant, Grants.UNKNOWN))
        .isEqualTo(change(grant, new Requested(2, LOST, NOW.plusSeconds(10)), "no_answer"));
  }

  @Test
  void keeps_an_error_code_that_is_not_a_word_out_of_the_history() {
    var odd = GrantError.of("<html>".repeat(100), "A proxy said so.");

    assertThat(decide(grant, new Answer.NotNow(odd, null)))
        .isEqualTo(change(grant, new Requested(2, odd, NOW.plusSeconds(10)), "error"));
  }

  @Test
  void is_requested_anew_when_the_replica_that_asked_is_gone() {
    assertThat(decide(grant, DUE))
        .isEqualTo(change(grant.claimed(), new Requesting(3, null, LEASE_END), "lease ran out"));
  }

  @Test
  void is_left_to_its_replica_while_the_lease_lasts() {
    assertThat(decide(grant, DUE, NOW.minusNanos(1))).isEqualTo(new Stay("nothing is due yet"));
  }

  @Test
  void expires_when_the_lease_ran_out_past_the_deadline() {
    assertThat(decide(grant, DUE, DEADLINE))
        .isEqualTo(change(grant, new Expired(), "deadline", new GrantExpired()));
  }

  @Test
  void fails_with_the_last_error_when_the_lease_ran_out_past_the_deadline() {
    var tried = Grants.fresh(new Requesting(2, BUSY, NOW));

    assertThat(decide(tried, DUE, DEADLINE))
        .isEqualTo(change(tried, new Failed(BUSY), "deadline", new GrantFailed(BUSY)));
  }

  @Test
  void sends_nobody_to_the_server_past_the_deadline_but_cancels_there() {
    var late = DEADLINE.plusSeconds(5);

    assertThat(decide(grant, new Input.Answered(Grants.INTERACTION_REQUIRED), late))
        .isEqualTo(
            change(
                grant.at(ENDPOINT, null),
                new Revoking(new OfGrant(Grants.NEXT_CONTINUATION), new Expired(), late, 0, late),
                "deadline"));
  }

  @Test
  void a_token_that_arrives_late_still_counts() {
    assertThat(decide(grant, new Input.Answered(Grants.ISSUED), DEADLINE.plusSeconds(5)))
        .isEqualTo(
            change(
                grant.at(ENDPOINT, null),
                new Finalized(ISSUE, NEXT_CONTINUATION),
                "issued",
                new GrantFinalized(ISSUE, Trigger.REQUEST)));
  }

  @Test
  void is_looked_at_once_more_but_not_requested_again_past_the_deadline() {
    var late = DEADLINE.plusSeconds(5);

    assertThat(decide(grant, new Input.Answered(Grants.NOT_NOW), late))
        .isEqualTo(change(grant, new Requested(2, BUSY, DEADLINE), "server_busy"));
  }

  @Test
  void is_revoked_only_after_the_request_in_flight_has_settled() {
    assertThat(decide(grant, REVOKE))
        .isEqualTo(
            change(grant, new Revoking(new OfUnansweredRequest(), REVOKED, NOW, 0, NOW), "revoke"));
  }

  @Test
  void expects_no_callback() {
    assertThat(decide(grant, CALLBACK_VERIFIED)).isEqualTo(new Stay("no callback is expected"));
  }

  @Test
  void expects_no_denial() {
    assertThat(decide(grant, DENIAL_HINTED)).isEqualTo(new Stay("no callback is expected"));
  }

  @ParameterizedTest
  @MethodSource("dev.grantflow.grant.Answers#toNoRequest")
  void leaves_an_answer_to_another_call_alone(Answer answer) {
    assertThat(decide(grant, answer)).isEqualTo(AnswerDecisions.straggler());
  }
}
