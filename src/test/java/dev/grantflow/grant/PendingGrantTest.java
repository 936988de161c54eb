package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.CALLBACK_VERIFIED;
import static dev.grantflow.grant.Grants.CONTINUATION;
import static dev.grantflow.grant.Grants.DEADLINE;
import static dev.grantflow.grant.Grants.DENIAL_HINTED;
import static dev.grantflow.grant.Grants.DUE;
import static dev.grantflow.grant.Grants.INTERACTION;
import static dev.grantflow.grant.Grants.INTERACT_REF;
import static dev.grantflow.grant.Grants.LEASE_END;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.REVOKE;
import static dev.grantflow.grant.Grants.REVOKED;
import static dev.grantflow.grant.Grants.change;
import static dev.grantflow.grant.Grants.decide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.GrantState.Approved;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Revoking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PendingGrantTest {

  private final Grant grant = Grants.grant(new Pending(INTERACTION, CONTINUATION, DEADLINE));

  @Test
  void is_approved_and_continued_at_once_when_the_wait_is_over() {
    assertThat(decide(grant, CALLBACK_VERIFIED))
        .isEqualTo(
            change(grant, new Approved(CONTINUATION, INTERACT_REF, 0, null, NOW), "callback"));
  }

  @Test
  void holds_the_continuation_back_and_not_the_user_who_is_faster_than_the_wait() {
    var early = Grants.continuation("early", NOW.plusSeconds(5));
    var waiting = Grants.grant(new Pending(INTERACTION, early, DEADLINE));

    assertThat(decide(waiting, CALLBACK_VERIFIED))
        .isEqualTo(
            change(
                waiting,
                new Approved(early, INTERACT_REF, 0, null, NOW.plusSeconds(5)),
                "callback"));
  }

  @Test
  void holds_the_continuation_back_no_longer_than_the_deadline() {
    var patient = Grants.continuation("patient", DEADLINE.plusSeconds(1));
    var waiting = Grants.grant(new Pending(INTERACTION, patient, DEADLINE));

    assertThat(decide(waiting, CALLBACK_VERIFIED))
        .isEqualTo(
            change(waiting, new Approved(patient, INTERACT_REF, 0, null, DEADLINE), "callback"));
  }

  @Test
  void makes_a_hinted_denial_true_at_the_server_before_it_is_told() {
    assertThat(decide(grant, DENIAL_HINTED))
        .isEqualTo(
            change(
                grant,
                new Revoking(
                    new OfGrant(CONTINUATION),
                    new Rejected(
                        GrantError.of(
                            "user_denied",
                            "The finish callback said grant_rejected; cancelled at the server.")),
                    NOW,
                    0,
                    NOW),
                "denial hint"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_interaction", "unknown_interaction", "request_denied"})
  void tells_an_interaction_that_ran_out_or_failed_by_the_servers_word(String result) {
    var error =
        GrantError.of(result, "The finish callback said " + result + "; cancelled at the server.");

    assertThat(decide(grant, new Input.DenialHinted(result)))
        .isEqualTo(
            change(
                grant,
                new Revoking(new OfGrant(CONTINUATION), new Rejected(error), NOW, 0, NOW),
                "denial hint"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Your bank: call +1 555", "<b>", "no\nno", "GRANT", "é"})
  void repeats_nothing_but_a_word_of_what_an_unknown_visitor_said(String result) {
    assertThat(decide(grant, new Input.DenialHinted(result)))
        .isEqualTo(
            change(
                grant,
                new Revoking(
                    new OfGrant(CONTINUATION),
                    new Rejected(
                        GrantError.of(
                            "user_denied",
                            "The finish callback said no; cancelled at the server.")),
                    NOW,
                    0,
                    NOW),
                "denial hint"));
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
  void waits_for_the_resource_owner_until_the_deadline() {
    assertThat(decide(grant, DUE, DEADLINE.minusNanos(1)))
        .isEqualTo(new Stay("nothing is due yet"));
  }

  @Test
  void is_cancelled_at_once_when_revoked() {
    assertThat(decide(grant, REVOKE))
        .isEqualTo(
            change(grant, new Revoking(new OfGrant(CONTINUATION), REVOKED, NOW, 0, NOW), "revoke"));
  }

  @ParameterizedTest
  @MethodSource("dev.grantflow.grant.Answers#all")
  void leaves_an_answer_without_a_call_alone(Answer answer) {
    assertThat(decide(grant, answer)).isEqualTo(AnswerDecisions.straggler());
  }
}
