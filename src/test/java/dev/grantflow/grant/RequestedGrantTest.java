package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.BUSY;
import static dev.grantflow.grant.Grants.CALLBACK_VERIFIED;
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

import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.GrantEvent.GrantExpired;
import dev.grantflow.grant.GrantEvent.GrantFailed;
import dev.grantflow.grant.GrantEvent.GrantRevoked;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.GrantState.Requesting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestedGrantTest {

  private final Grant grant = Grants.fresh(Grants.requested());
  private final Grant tried = Grants.fresh(new Requested(2, BUSY, NOW));

  @Test
  void announces_the_request_before_it_is_sent() {
    assertThat(decide(grant, DUE))
        .isEqualTo(change(grant.claimed(), new Requesting(1, null, LEASE_END), "due"));
  }

  @Test
  void remembers_why_the_last_request_brought_nothing() {
    assertThat(decide(tried, DUE))
        .isEqualTo(change(tried.claimed(), new Requesting(3, BUSY, LEASE_END), "due"));
  }

  @Test
  void waits_until_it_is_due() {
    assertThat(decide(grant, DUE, NOW.minusNanos(1))).isEqualTo(new Stay("nothing is due yet"));
  }

  @Test
  void expires_at_the_deadline_when_no_error_came_before() {
    assertThat(decide(grant, DUE, DEADLINE))
        .isEqualTo(change(grant, new Expired(), "deadline", new GrantExpired()));
  }

  @Test
  void fails_with_the_last_error_at_the_deadline() {
    assertThat(decide(tried, DUE, DEADLINE))
        .isEqualTo(change(tried, new Failed(BUSY), "deadline", new GrantFailed(BUSY)));
  }

  @Test
  void is_revoked_without_a_word_to_the_server() {
    assertThat(decide(grant, REVOKE))
        .isEqualTo(change(grant, REVOKED, "revoke", new GrantRevoked("order cancelled")));
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
