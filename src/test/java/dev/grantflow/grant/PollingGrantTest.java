package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.BUSY;
import static dev.grantflow.grant.Grants.CALLBACK_VERIFIED;
import static dev.grantflow.grant.Grants.CONTINUATION;
import static dev.grantflow.grant.Grants.DEADLINE;
import static dev.grantflow.grant.Grants.DENIAL_HINTED;
import static dev.grantflow.grant.Grants.DUE;
import static dev.grantflow.grant.Grants.LEASE_END;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.REVOKE;
import static dev.grantflow.grant.Grants.REVOKED;
import static dev.grantflow.grant.Grants.change;
import static dev.grantflow.grant.Grants.decide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Revoking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PollingGrantTest {

  private final Grant grant = Grants.grant(new Polling(CONTINUATION, 1, null, NOW));

  @Test
  void announces_the_poll_before_it_is_sent() {
    assertThat(decide(grant, DUE))
        .isEqualTo(
            change(grant.claimed(), new Continuing(CONTINUATION, null, 2, LEASE_END), "due"));
  }

  @Test
  void is_not_polled_before_its_time() {
    assertThat(decide(grant, DUE, NOW.minusNanos(1))).isEqualTo(new Stay("nothing is due yet"));
  }

  @Test
  void is_cancelled_at_the_server_and_expires_at_the_deadline() {
    assertThat(decide(grant, DUE, DEADLINE))
        .isEqualTo(
            change(
                grant.claimed(),
                new Revoking(new OfGrant(CONTINUATION), new Expired(), DEADLINE, 1, LEASE_END),
                "deadline"));
  }

  @Test
  void is_cancelled_at_the_server_and_fails_with_the_last_error_at_the_deadline() {
    var unanswered = Grants.grant(new Polling(CONTINUATION, 1, BUSY, NOW));

    assertThat(decide(unanswered, DUE, DEADLINE))
        .isEqualTo(
            change(
                unanswered.claimed(),
                new Revoking(new OfGrant(CONTINUATION), new Failed(BUSY), DEADLINE, 1, LEASE_END),
                "deadline"));
  }

  @Test
  void is_cancelled_at_once_when_revoked() {
    assertThat(decide(grant, REVOKE))
        .isEqualTo(
            change(grant, new Revoking(new OfGrant(CONTINUATION), REVOKED, NOW, 0, NOW), "revoke"));
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
  @MethodSource("dev.grantflow.grant.Answers#all")
  void leaves_an_answer_without_a_call_alone(Answer answer) {
    assertThat(decide(grant, answer)).isEqualTo(AnswerDecisions.straggler());
  }
}
