package dev.grantflow.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.GrantState.Polling;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LateAnswerTest {

  private static final Continuation ANOTHER =
      new Continuation(
          URI.create("https://auth.example/continue/2"), Secret.of("another"), Grants.NOW);
  private static final OfTokens TOKENS = new OfTokens(List.of(Grants.TOKEN_A, Grants.TOKEN_B));
  private static final OfGrant GRANT = new OfGrant(Grants.NEXT_CONTINUATION);

  static Stream<Answer> thatLeavePending() {
    return Stream.of(
        Grants.INTERACTION_REQUIRED,
        Grants.INTERACTION_TO_POLL,
        Grants.STILL_PENDING,
        Grants.UNUSABLE);
  }

  static Stream<Answer> thatGiveNothing() {
    return Answers.all()
        .filter(answer -> !answer.equals(Grants.ISSUED) && !answer.equals(Grants.ROTATED))
        .filter(answer -> thatLeavePending().noneMatch(answer::equals));
  }

  /// As another replica leaves a grant that it took over when the lease had run out.
  static Stream<GrantState> ofAnother() {
    return Stream.of(
        Grants.requested(),
        Grants.requesting(),
        new Pending(Grants.INTERACTION, ANOTHER, Grants.DEADLINE),
        new Finalized(Grants.UNMANAGED_ISSUE, ANOTHER),
        Grants.revoking(new OfGrant(ANOTHER), 1),
        Grants.REVOKED);
  }

  /// In which the grant goes on where the answers say.
  static Stream<GrantState> thatHold() {
    var held = Grants.CONTINUATION;
    return Stream.of(
        new Pending(Grants.INTERACTION, held, Grants.DEADLINE),
        new Polling(held, 0, null, Grants.NOW),
        new Continuing(held, null, 1, Grants.NOW),
        new Finalized(Grants.ISSUE, held),
        new Finalized(Grants.ISSUE, null),
        Grants.revoking(new OfGrant(held), 0),
        Grants.revoking(new OfUnansweredContinuation(held), 0));
  }

  @Test
  void what_it_gave_only_tokens_to_undo_by_is_left_behind() {
    var late = new Answer.Unusable(Grants.WRONG, TOKENS, false);

    assertThat(LateAnswer.leftBehind(Grants.grant(Grants.requested()), late))
        .containsExactly(TOKENS);
  }

  @Test
  void what_it_gave_nothing_to_undo_by_cannot_be_undone() {
    assertThat(LateAnswer.leftBehind(Grants.grant(Grants.requested()), Grants.UNUSABLE_AND_LEFT))
        .isEmpty();
  }

  @Test
  void a_token_that_the_grant_holds_is_not_ended_by_the_late_word_on_its_rotation() {
    var late = new Answer.Unusable(Grants.LEFT, TOKENS, true);
    var held = new Finalized(new Issue(List.of(Grants.token("a", true)), null), ANOTHER);

    assertThat(LateAnswer.leftBehind(Grants.grant(held), late))
        .containsExactly(new OfTokens(List.of(Grants.TOKEN_B)));
    assertThat(LateAnswer.leftBehind(Grants.grant(new Finalized(Grants.ISSUE, ANOTHER)), late))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("thatLeavePending")
  void what_it_left_pending_is_left_behind(Answer late) {
    assertThat(ofAnother())
        .allSatisfy(
            state ->
                assertThat(LateAnswer.leftBehind(Grants.grant(state), late))
                    .containsExactly(GRANT));
  }

  @ParameterizedTest
  @MethodSource("thatLeavePending")
  void what_the_grant_holds_under_whatever_token_is_not_left_behind(Answer late) {
    assertThat(thatHold())
        .allSatisfy(
            state -> assertThat(LateAnswer.leftBehind(Grants.grant(state), late)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("thatGiveNothing")
  void an_answer_that_gave_nothing_leaves_nothing_behind(Answer late) {
    assertThat(LateAnswer.leftBehind(Grants.grant(Grants.requesting()), late)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ofAnother")
  void tokens_are_undone_before_their_grant(GrantState state) {
    assertThat(LateAnswer.leftBehind(Grants.grant(state), Grants.ISSUED))
        .containsExactly(TOKENS, GRANT);
  }

  @Test
  void a_cancellation_that_may_have_met_the_late_call_does_not_reach_its_tokens() {
    var cancelled = Grants.revoking(new OfGrant(Grants.NEXT_CONTINUATION), 1);

    assertThat(LateAnswer.leftBehind(Grants.grant(cancelled), Grants.ISSUED))
        .containsExactly(TOKENS, GRANT);
  }

  @Test
  void a_rotated_token_is_revoked_by_itself_unless_the_grant_holds_it() {
    var late = new Answer.Rotated(Grants.MORTAL);
    var cancelled = Grants.revoking(new OfGrant(Grants.CONTINUATION), 1);
    var held = Grants.mortal(TokenUpkeep.NONE);

    assertThat(LateAnswer.leftBehind(Grants.grant(cancelled), late))
        .containsExactly(new OfTokens(List.of(Undoing.managed(Grants.MORTAL))));
    assertThat(LateAnswer.leftBehind(Grants.grant(held), late)).isEmpty();
    assertThat(LateAnswer.leftBehind(Grants.grant(Grants.rotating(false)), Grants.ROTATED))
        .containsExactly(new OfTokens(List.of(Grants.TOKEN_A)));
  }

  @Test
  void tokens_that_the_grant_holds_are_not_left_behind() {
    assertThat(
            Stream.of(
                new Finalized(Grants.ISSUE, null),
                new Finalized(Grants.UNMANAGED_ISSUE, Grants.CONTINUATION)))
        .allSatisfy(
            state ->
                assertThat(LateAnswer.leftBehind(Grants.grant(state), Grants.ISSUED)).isEmpty());
  }
}
