package dev.grantflow.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Revoking;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LateAnswerTest {

  private static final Answer WITHOUT_CONTINUATION =
      new Answer.Issued(Grants.ISSUE, null, Grants.ENDPOINT);
  private static final OfTokens TOKENS = new OfTokens(List.of(Grants.TOKEN_A, Grants.TOKEN_B));

  static Stream<Answer> thatGive() {
    return Stream.of(
        Grants.INTERACTION_REQUIRED, Grants.STILL_PENDING, Grants.UNUSABLE, Grants.ISSUED);
  }

  static Stream<Answer> thatGiveNothing() {
    return Answers.all().filter(answer -> thatGive().noneMatch(answer::equals));
  }

  /// As another replica leaves a grant that it took over when the lease had run out.
  static Stream<GrantState> ofAnother() {
    return Stream.of(
        Grants.requested(),
        Grants.requesting(),
        Grants.pending(),
        new Finalized(Grants.UNMANAGED_ISSUE, Grants.CONTINUATION),
        Grants.revoking(new OfGrant(Grants.CONTINUATION), 1),
        Grants.REVOKED);
  }

  /// In which the grant holds the continuation that the answers give.
  static Stream<GrantState> thatHold() {
    var held = Grants.NEXT_CONTINUATION;
    return Stream.of(
        new Pending(Grants.INTERACTION, held, Grants.DEADLINE),
        new Polling(held, 0, null, Grants.NOW),
        new Continuing(held, null, 1, Grants.NOW),
        new Finalized(Grants.ISSUE, held),
        Grants.revoking(new OfGrant(held), 0),
        Grants.revoking(new OfUnansweredContinuation(held), 0));
  }

  @ParameterizedTest
  @MethodSource("thatGive")
  void what_it_gave_is_left_behind(Answer late) {
    assertThat(ofAnother())
        .allSatisfy(
            state ->
                assertThat(LateAnswer.leftBehind(Grants.grant(state), late))
                    .contains(new OfGrant(Grants.NEXT_CONTINUATION)));
  }

  @ParameterizedTest
  @MethodSource("thatGive")
  void what_the_grant_holds_is_not_left_behind(Answer late) {
    assertThat(thatHold())
        .allSatisfy(
            state -> assertThat(LateAnswer.leftBehind(Grants.grant(state), late)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("thatGiveNothing")
  void an_answer_that_gave_nothing_leaves_nothing_behind(Answer late) {
    assertThat(LateAnswer.leftBehind(Grants.grant(Grants.requesting()), late)).isEmpty();
  }

  @Test
  void tokens_without_a_continuation_are_left_behind_one_by_one() {
    assertThat(LateAnswer.leftBehind(Grants.grant(Grants.requesting()), WITHOUT_CONTINUATION))
        .contains(TOKENS);
  }

  @Test
  void tokens_that_the_grant_holds_or_is_revoking_are_not_left_behind() {
    assertThat(
            Stream.of(
                new Finalized(Grants.ISSUE, null),
                new Revoking(TOKENS, Grants.REVOKED, Grants.NOW, 0, Grants.NOW)))
        .allSatisfy(
            state ->
                assertThat(LateAnswer.leftBehind(Grants.grant(state), WITHOUT_CONTINUATION))
                    .isEmpty());
  }
}
