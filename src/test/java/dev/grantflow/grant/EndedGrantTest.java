package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.CALLBACK_VERIFIED;
import static dev.grantflow.grant.Grants.DENIAL_HINTED;
import static dev.grantflow.grant.Grants.DUE;
import static dev.grantflow.grant.Grants.NO;
import static dev.grantflow.grant.Grants.REVOKE;
import static dev.grantflow.grant.Grants.REVOKED;
import static dev.grantflow.grant.Grants.WRONG;
import static dev.grantflow.grant.Grants.decide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Decision.Refuse;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Terminal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EndedGrantTest {

  static Stream<Terminal> endings() {
    return Stream.concat(unrevoked(), Stream.of(REVOKED));
  }

  static Stream<Terminal> unrevoked() {
    return Stream.of(new Rejected(NO), new Expired(), new Failed(WRONG));
  }

  static Stream<Arguments> endingsAndAnswers() {
    return endings().flatMap(ending -> Answers.all().map(answer -> Arguments.of(ending, answer)));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void has_nothing_due(Terminal ending) {
    assertThat(decide(Grants.grant(ending), DUE)).isEqualTo(new Stay("nothing is due"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void cannot_be_approved(Terminal ending) {
    assertThat(decide(Grants.grant(ending), CALLBACK_VERIFIED))
        .isEqualTo(new Stay("the grant is over"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void cannot_be_denied(Terminal ending) {
    assertThat(decide(Grants.grant(ending), DENIAL_HINTED))
        .isEqualTo(new Stay("the grant is over"));
  }

  @ParameterizedTest
  @MethodSource("endingsAndAnswers")
  void leaves_an_answer_without_a_call_alone(Terminal ending, Answer answer) {
    assertThat(decide(Grants.grant(ending), answer)).isEqualTo(AnswerDecisions.straggler());
  }

  @Test
  void takes_a_repeated_revocation_for_done() {
    assertThat(decide(Grants.grant(REVOKED), REVOKE)).isEqualTo(new Stay("it was revoked before"));
  }

  @ParameterizedTest
  @MethodSource("unrevoked")
  void tells_whoever_revokes_it_that_it_ended_otherwise(Terminal ending) {
    assertThat(decide(Grants.grant(ending), REVOKE))
        .isEqualTo(
            new Refuse(
                new Problem(
                    "grantId",
                    "The grant is %s already and holds nothing that could be revoked."
                        .formatted(ending.status()))));
  }
}
