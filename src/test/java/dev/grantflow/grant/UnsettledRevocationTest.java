package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.CALLBACK;
import static dev.grantflow.grant.Grants.CONTINUATION;
import static dev.grantflow.grant.Grants.ENDPOINT;
import static dev.grantflow.grant.Grants.ISSUE;
import static dev.grantflow.grant.Grants.LEASE_END;
import static dev.grantflow.grant.Grants.NEXT_CONTINUATION;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.REVOCATION_LIMIT;
import static dev.grantflow.grant.Grants.REVOKED;
import static dev.grantflow.grant.Grants.TOKEN_A;
import static dev.grantflow.grant.Grants.TOKEN_B;
import static dev.grantflow.grant.Grants.UNMANAGED_ISSUE;
import static dev.grantflow.grant.Grants.change;
import static dev.grantflow.grant.Grants.decide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.Cancellation.OfUnansweredRequest;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.GrantEvent.GrantFailed;
import dev.grantflow.grant.GrantEvent.GrantRevoked;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Revoking;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A revocation that came while a call was in flight: that call settles first, because together
/// with it a cancellation may leave a live token.
class UnsettledRevocationTest {

  private static final OfUnansweredContinuation CONTINUED =
      new OfUnansweredContinuation(CONTINUATION);

  private final Grant requesting =
      Grants.fresh(new Revoking(new OfUnansweredRequest(), REVOKED, NOW, 0, LEASE_END));
  private final Grant continuing =
      Grants.grant(new Revoking(CONTINUED, REVOKED, NOW, 0, LEASE_END));

  @Test
  void cancels_the_grant_whose_interaction_nobody_shall_see() {
    assertThat(decide(requesting, Grants.INTERACTION_REQUIRED))
        .isEqualTo(
            change(
                requesting.at(ENDPOINT, CALLBACK), now(NEXT_CONTINUATION), "interaction required"));
  }

  @Test
  void cancels_the_grant_that_would_have_been_polled() {
    assertThat(decide(requesting, Grants.STILL_PENDING))
        .isEqualTo(change(requesting.at(ENDPOINT, null), now(NEXT_CONTINUATION), "still pending"));
  }

  @Test
  void cancels_the_grant_whose_answer_was_of_no_use() {
    assertThat(decide(requesting, Grants.UNUSABLE))
        .isEqualTo(change(requesting, now(NEXT_CONTINUATION), "unusable answer"));
  }

  @Test
  void is_not_revoked_when_an_answer_of_no_use_may_have_left_a_token() {
    var tokens = new OfTokens(List.of(TOKEN_A));
    var failure = new Failed(Grants.LEFT);

    assertThat(decide(requesting, Grants.UNUSABLE_AND_LEFT))
        .isEqualTo(change(requesting, failure, "unusable answer", new GrantFailed(Grants.LEFT)));
    assertThat(decide(requesting, new Answer.Unusable(Grants.LEFT, tokens, true)))
        .isEqualTo(
            change(requesting, new Revoking(tokens, failure, NOW, 0, NOW), "unusable answer"));
    assertThat(
            decide(continuing, new Answer.Unusable(Grants.LEFT, new OfGrant(CONTINUATION), true)))
        .isEqualTo(
            change(
                continuing,
                new Revoking(new OfGrant(CONTINUATION), failure, NOW, 0, NOW),
                "unusable answer"));
  }

  @Test
  void cancels_the_grant_that_was_issued_at_once_and_tells_nobody_of_its_token() {
    assertThat(decide(requesting, Grants.ISSUED))
        .isEqualTo(change(requesting.at(ENDPOINT, null), now(NEXT_CONTINUATION), "issued"));
  }

  @Test
  void revokes_the_tokens_of_a_grant_that_came_without_a_continuation() {
    assertThat(decide(requesting, new Answer.Issued(ISSUE, null, ENDPOINT)))
        .isEqualTo(
            change(
                requesting.at(ENDPOINT, null),
                new Revoking(new OfTokens(List.of(TOKEN_A, TOKEN_B)), REVOKED, NOW, 0, NOW),
                "issued"));
  }

  @Test
  void fails_when_what_was_issued_cannot_be_undone() {
    var error =
        GrantError.of(
            "revocation_failed",
            "A token was issued, and its authorization server gave neither a continuation nor a"
                + " manage URI to undo it.");

    assertThat(decide(requesting, new Answer.Issued(UNMANAGED_ISSUE, null, ENDPOINT)))
        .isEqualTo(
            change(
                requesting.at(ENDPOINT, null),
                new Failed(error),
                "issued",
                new GrantFailed(error)));
  }

  @ParameterizedTest
  @MethodSource("dev.grantflow.grant.Answers#withoutGrant")
  void is_revoked_when_the_request_brought_nothing_to_cancel(Answer answer) {
    assertThat(decide(requesting, answer))
        .isEqualTo(
            change(requesting, REVOKED, "request settled", new GrantRevoked("order cancelled")));
  }

  @ParameterizedTest
  @MethodSource("dev.grantflow.grant.Answers#toNoRequest")
  void leaves_an_answer_to_another_call_than_the_request_alone(Answer answer) {
    assertThat(decide(requesting, answer)).isEqualTo(AnswerDecisions.straggler());
  }

  @Test
  void leaves_the_request_to_its_replica_while_the_lease_lasts() {
    assertThat(decide(requesting, due(LEASE_END))).isEqualTo(new Stay("nothing is due yet"));
  }

  @Test
  void is_revoked_when_the_replica_that_requested_is_gone() {
    assertThat(decide(requesting, due(LEASE_END), LEASE_END))
        .isEqualTo(
            change(requesting, REVOKED, "lease ran out", new GrantRevoked("order cancelled")));
  }

  @Test
  void is_revoked_also_when_nobody_came_by_within_the_limit() {
    assertThat(decide(requesting, due(LEASE_END), NOW.plus(REVOCATION_LIMIT)))
        .isEqualTo(
            change(requesting, REVOKED, "lease ran out", new GrantRevoked("order cancelled")));
  }

  @Test
  void cancels_by_the_continuation_that_came_with_the_token() {
    assertThat(decide(continuing, Grants.ISSUED))
        .isEqualTo(change(continuing, now(NEXT_CONTINUATION), "issued"));
  }

  @Test
  void cancels_by_the_continuation_that_was_sent_when_the_token_cannot_be_undone_otherwise() {
    assertThat(decide(continuing, new Answer.Issued(UNMANAGED_ISSUE, null, null)))
        .isEqualTo(
            change(
                continuing,
                new Revoking(
                    new OfGrant(CONTINUATION),
                    new Failed(
                        GrantError.of(
                            "revocation_incomplete",
                            "The authorization server gave no way to revoke access token 1: what it"
                                + " has not ended by itself lives on until it expires.")),
                    NOW,
                    0,
                    NOW),
                "issued"));
  }

  @Test
  void tells_the_truth_when_only_some_of_the_tokens_can_be_revoked() {
    var undoing =
        new Revoking(new OfTokens(List.of(TOKEN_A)), new Failed(Grants.INCOMPLETE), NOW, 0, NOW);

    assertThat(decide(continuing, new Answer.Issued(Grants.PARTLY_MANAGED_ISSUE, null, null)))
        .isEqualTo(change(continuing, undoing, "issued"));
    assertThat(decide(requesting, new Answer.Issued(Grants.PARTLY_MANAGED_ISSUE, null, ENDPOINT)))
        .isEqualTo(change(requesting.at(ENDPOINT, null), undoing, "issued"));
  }

  @Test
  void is_revoked_when_all_that_came_was_a_subject() {
    var subject = new Issue(List.of(), Secret.of("{}"));

    assertThat(decide(requesting, new Answer.Issued(subject, null, ENDPOINT)))
        .isEqualTo(
            change(
                requesting.at(ENDPOINT, null),
                REVOKED,
                "issued",
                new GrantRevoked("order cancelled")));
    assertThat(decide(continuing, new Answer.Issued(subject, null, null)))
        .isEqualTo(change(continuing, now(CONTINUATION), "issued"));
  }

  @Test
  void cancels_by_what_a_useless_answer_to_the_continuation_says() {
    assertThat(decide(continuing, Grants.UNUSABLE))
        .isEqualTo(change(continuing, now(NEXT_CONTINUATION), "unusable answer"));
  }

  @Test
  void cancels_by_the_new_continuation_when_the_server_has_not_decided() {
    assertThat(decide(continuing, Grants.STILL_PENDING))
        .isEqualTo(change(continuing, now(NEXT_CONTINUATION), "still pending"));
  }

  @ParameterizedTest
  @MethodSource("dev.grantflow.grant.Answers#thatSettle")
  void cancels_at_once_when_the_continuation_is_over(Answer answer) {
    assertThat(decide(continuing, answer))
        .isEqualTo(change(continuing, now(CONTINUATION), "continuation settled"));
  }

  @Test
  void cancels_at_the_lease_s_end_when_the_continuation_may_still_be_at_work() {
    assertThat(decide(continuing, Grants.UNKNOWN))
        .isEqualTo(
            change(
                continuing,
                new Revoking(new OfGrant(CONTINUATION), REVOKED, NOW, 0, LEASE_END),
                "outcome unknown"));
  }

  @Test
  void cancels_when_the_replica_that_continued_is_gone() {
    var next = LEASE_END.plusSeconds(60);

    assertThat(decide(continuing, due(next), LEASE_END))
        .isEqualTo(
            change(
                continuing.claimed(),
                new Revoking(new OfGrant(CONTINUATION), REVOKED, NOW, 1, next),
                "due"));
  }

  @ParameterizedTest
  @MethodSource("dev.grantflow.grant.Answers#toNoContinuation")
  void leaves_an_answer_to_another_call_than_the_continuation_alone(Answer answer) {
    assertThat(decide(continuing, answer)).isEqualTo(AnswerDecisions.straggler());
  }

  private static Revoking now(Continuation continuation) {
    return new Revoking(new OfGrant(continuation), REVOKED, NOW, 0, NOW);
  }

  private static Input due(Instant leaseEnd) {
    return new Input.Due(leaseEnd);
  }
}
