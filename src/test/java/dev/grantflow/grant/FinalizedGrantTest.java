package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.CALLBACK_VERIFIED;
import static dev.grantflow.grant.Grants.CONTINUATION;
import static dev.grantflow.grant.Grants.DENIAL_HINTED;
import static dev.grantflow.grant.Grants.DUE;
import static dev.grantflow.grant.Grants.ISSUE;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.REVOKE;
import static dev.grantflow.grant.Grants.REVOKED;
import static dev.grantflow.grant.Grants.TOKEN_A;
import static dev.grantflow.grant.Grants.TOKEN_B;
import static dev.grantflow.grant.Grants.UNMANAGED_ISSUE;
import static dev.grantflow.grant.Grants.change;
import static dev.grantflow.grant.Grants.decide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Decision.Refuse;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Revoking;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FinalizedGrantTest {

  private final Grant grant = Grants.grant(new Finalized(ISSUE, CONTINUATION));

  @Test
  void is_revoked_as_a_whole_by_its_continuation() {
    assertThat(decide(grant, REVOKE))
        .isEqualTo(
            change(grant, new Revoking(new OfGrant(CONTINUATION), REVOKED, NOW, 0, NOW), "revoke"));
  }

  @Test
  void is_revoked_token_by_token_when_the_server_gave_no_continuation() {
    var uncontinued = Grants.grant(new Finalized(ISSUE, null));

    assertThat(decide(uncontinued, REVOKE))
        .isEqualTo(
            change(
                uncontinued,
                new Revoking(new OfTokens(List.of(TOKEN_A, TOKEN_B)), REVOKED, NOW, 0, NOW),
                "revoke"));
  }

  @Test
  void is_revoked_as_far_as_possible_and_tells_which_tokens_live_on() {
    var partly = Grants.grant(new Finalized(Grants.PARTLY_MANAGED_ISSUE, null));

    assertThat(decide(partly, REVOKE))
        .isEqualTo(
            change(
                partly,
                new Revoking(
                    new OfTokens(List.of(TOKEN_A)), new Failed(Grants.INCOMPLETE), NOW, 0, NOW),
                "revoke"));
  }

  @Test
  void names_ten_tokens_that_live_on_and_counts_the_others() {
    var tokens =
        Stream.concat(
                Stream.of(Grants.token("a", true)),
                Stream.generate(() -> Grants.token("b", false)).limit(12))
            .toList();
    var partly = Grants.grant(new Finalized(new Issue(tokens, null), null));

    assertThat(decide(partly, REVOKE))
        .extracting(it -> ((Revoking) ((Transition) it).next().state()).ending())
        .asString()
        .contains("access token 2, ", "access token 11, and 2 more: ")
        .doesNotContain("access token 12");
  }

  @Test
  void says_so_when_there_is_nothing_to_revoke_it_by() {
    assertThat(decide(Grants.grant(new Finalized(UNMANAGED_ISSUE, null)), REVOKE))
        .isEqualTo(
            new Refuse(
                new Problem(
                    "grantId",
                    "This grant cannot be revoked: its authorization server gave neither a"
                        + " continuation nor a manage URI. Its tokens end by themselves.")));
  }

  @Test
  void has_nothing_due() {
    assertThat(decide(grant, DUE)).isEqualTo(new Stay("nothing is due"));
  }

  @Test
  void stays_as_it_is_when_the_callback_is_refreshed() {
    assertThat(decide(grant, CALLBACK_VERIFIED)).isEqualTo(new Stay("the callback came before"));
  }

  @Test
  void cannot_be_ended_by_a_hinted_denial() {
    assertThat(decide(grant, DENIAL_HINTED)).isEqualTo(new Stay("an approval was verified before"));
  }

  @ParameterizedTest
  @MethodSource("dev.grantflow.grant.Answers#all")
  void leaves_an_answer_without_a_call_alone(Answer answer) {
    assertThat(decide(grant, answer)).isEqualTo(AnswerDecisions.straggler());
  }
}
