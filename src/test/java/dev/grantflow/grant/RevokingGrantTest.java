package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.CALLBACK_VERIFIED;
import static dev.grantflow.grant.Grants.CONTINUATION;
import static dev.grantflow.grant.Grants.DENIAL_HINTED;
import static dev.grantflow.grant.Grants.DUE;
import static dev.grantflow.grant.Grants.LEASE_END;
import static dev.grantflow.grant.Grants.LOST;
import static dev.grantflow.grant.Grants.NO;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.REVOCATION_LIMIT;
import static dev.grantflow.grant.Grants.REVOKE;
import static dev.grantflow.grant.Grants.REVOKED;
import static dev.grantflow.grant.Grants.TOKEN_A;
import static dev.grantflow.grant.Grants.TOKEN_B;
import static dev.grantflow.grant.Grants.change;
import static dev.grantflow.grant.Grants.decide;
import static dev.grantflow.grant.Grants.notNow;
import static dev.grantflow.grant.Grants.revoking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.GrantEvent.GrantFailed;
import dev.grantflow.grant.GrantEvent.GrantRevoked;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A cancellation whose call is known; [UnsettledRevocationTest] has those that wait for another
/// call's answer first.
class RevokingGrantTest {

  private static final OfGrant WHOLE = new OfGrant(CONTINUATION);
  private static final OfTokens BOTH = new OfTokens(List.of(TOKEN_A, TOKEN_B));
  private static final OfTokens LAST = new OfTokens(List.of(TOKEN_B));

  private final Grant grant = Grants.grant(revoking(WHOLE, 2));
  private final Grant untried = Grants.grant(revoking(WHOLE, 0));
  private final Grant ofTokens = Grants.grant(revoking(BOTH, 1));

  static Stream<Terminal> endings() {
    return Stream.of(new Rejected(NO), new Expired(), new Failed(LOST), REVOKED);
  }

  @ParameterizedTest
  @MethodSource("endings")
  void ends_as_intended_once_the_server_confirms(Terminal ending) {
    var ended = Grants.grant(revoking(WHOLE, ending, 1));

    assertThat(decide(ended, Grants.GONE))
        .isEqualTo(change(ended, ending, "cancelled", Moves.eventOf(ending)));
  }

  @Test
  void is_claimed_for_each_cancellation() {
    assertThat(decide(grant, DUE))
        .isEqualTo(change(grant.claimed(), new Revoking(WHOLE, REVOKED, NOW, 3, LEASE_END), "due"));
  }

  @Test
  void is_left_to_its_replica_while_the_lease_lasts() {
    assertThat(decide(grant, DUE, NOW.minusNanos(1))).isEqualTo(new Stay("nothing is due yet"));
  }

  @Test
  void is_cancelled_again_after_backoff_when_the_server_refuses() {
    assertThat(decide(grant, Grants.REFUSED))
        .isEqualTo(
            change(
                grant,
                new Revoking(WHOLE, REVOKED, NOW, 2, NOW.plusSeconds(10)),
                "invalid_request"));
  }

  @Test
  void is_cancelled_again_after_backoff_when_no_readable_answer_came() {
    assertThat(decide(grant, Grants.UNKNOWN))
        .isEqualTo(
            change(grant, new Revoking(WHOLE, REVOKED, NOW, 2, NOW.plusSeconds(10)), "no_answer"));
  }

  @Test
  void is_cancelled_again_no_earlier_than_the_server_asked() {
    assertThat(decide(grant, notNow(Duration.ofSeconds(90))))
        .isEqualTo(
            change(
                grant, new Revoking(WHOLE, REVOKED, NOW, 2, NOW.plusSeconds(90)), "server_busy"));
  }

  @Test
  void is_looked_at_again_at_the_limit_however_long_the_server_asks_to_wait() {
    assertThat(decide(grant, notNow(Duration.ofSeconds(Long.MAX_VALUE))))
        .isEqualTo(
            change(
                grant,
                new Revoking(WHOLE, REVOKED, NOW, 2, NOW.plus(REVOCATION_LIMIT)),
                "server_busy"));
  }

  @Test
  void fails_when_the_server_confirms_nothing_within_the_limit() {
    var error =
        GrantError.of(
            "revocation_failed",
            "The authorization server has not confirmed the cancellation in 2 attempts; the"
                + " grant, or part of it, may live on there.");

    assertThat(decide(grant, DUE, NOW.plus(REVOCATION_LIMIT)))
        .isEqualTo(change(grant, new Failed(error), "revocation limit", new GrantFailed(error)));
  }

  @Test
  void is_not_told_as_revoked_by_a_second_revocation_when_tokens_live_on() {
    var partly =
        Grants.grant(
            new Revoking(
                new OfTokens(List.of(TOKEN_A)), new Failed(Grants.INCOMPLETE), NOW, 1, NOW));

    assertThat(decide(partly, REVOKE)).isEqualTo(new Stay("it is being revoked already"));
  }

  @Test
  void is_tried_once_even_when_nobody_came_by_within_the_limit() {
    assertThat(decide(untried, DUE, NOW.plus(REVOCATION_LIMIT)))
        .isEqualTo(
            change(untried.claimed(), new Revoking(WHOLE, REVOKED, NOW, 1, LEASE_END), "due"));
  }

  @Test
  void goes_on_with_the_next_token_when_one_is_gone() {
    assertThat(decide(ofTokens, Grants.GONE))
        .isEqualTo(change(ofTokens, new Revoking(LAST, REVOKED, NOW, 0, NOW), "token revoked"));
  }

  @Test
  void does_not_take_the_same_answer_for_the_next_token_s() {
    var next = Grants.grant(revoking(LAST, 0));

    assertThat(decide(next, Grants.GONE)).isEqualTo(AnswerDecisions.straggler());
  }

  @Test
  void ends_when_the_last_token_is_gone() {
    var last = Grants.grant(revoking(LAST, 1));

    assertThat(decide(last, Grants.GONE))
        .isEqualTo(change(last, REVOKED, "cancelled", new GrantRevoked("order cancelled")));
  }

  @Test
  void tries_the_same_token_again_when_it_is_not_confirmed() {
    assertThat(decide(ofTokens, Grants.NOT_NOW))
        .isEqualTo(
            change(
                ofTokens, new Revoking(BOTH, REVOKED, NOW, 1, NOW.plusSeconds(5)), "server_busy"));
  }

  @Test
  void is_not_revoked_twice() {
    assertThat(decide(grant, REVOKE)).isEqualTo(new Stay("it is being revoked already"));
  }

  @Test
  void ends_as_revoked_when_a_revocation_joins_another_ending() {
    var expiring = Grants.grant(revoking(WHOLE, new Expired(), 2));

    assertThat(decide(expiring, REVOKE))
        .isEqualTo(change(expiring, new Revoking(WHOLE, REVOKED, NOW, 2, NOW), "revoke"));
  }

  @Test
  void cannot_be_approved_any_more() {
    assertThat(decide(grant, CALLBACK_VERIFIED)).isEqualTo(new Stay("the grant is over"));
  }

  @Test
  void cannot_be_denied_any_more() {
    assertThat(decide(grant, DENIAL_HINTED)).isEqualTo(new Stay("the grant is over"));
  }

  @ParameterizedTest
  @MethodSource("dev.grantflow.grant.Answers#toNoCancellation")
  void leaves_an_answer_to_another_call_alone(Answer answer) {
    assertThat(decide(grant, answer)).isEqualTo(AnswerDecisions.straggler());
  }

  @ParameterizedTest
  @MethodSource("dev.grantflow.grant.Answers#toNoCancellation")
  void leaves_an_answer_to_another_call_than_a_token_s_alone(Answer answer) {
    assertThat(decide(ofTokens, answer)).isEqualTo(AnswerDecisions.straggler());
  }

  @ParameterizedTest
  @MethodSource("dev.grantflow.grant.Answers#all")
  void leaves_an_answer_alone_before_anything_was_sent(Answer answer) {
    assertThat(decide(untried, answer)).isEqualTo(AnswerDecisions.straggler());
  }
}
