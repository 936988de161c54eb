package dev.grantflow.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretTest {

  static Stream<Object> whatHoldsSecrets() {
    var grants = Grants.states().values().stream().map(Grants::grant);
    var inputs = Grants.inputs().values().stream();
    var answers = Grants.answers().values().stream();
    var decisions = StateMachine.steps().map(StateMachine.Step::decision);
    return Stream.of(grants, inputs, answers, decisions).flatMap(it -> it);
  }

  @Test
  void reveals_its_value_when_asked() {
    assertThat(Secret.of("token").reveal()).isEqualTo("token");
  }

  @Test
  void prints_nothing_of_its_value() {
    assertThat(Secret.of("token")).hasToString("[secret]");
  }

  @Test
  void equals_a_secret_of_the_same_value() {
    assertThat(Secret.of("token")).isEqualTo(Secret.of("token")).hasSameHashCodeAs("token");
  }

  @Test
  void differs_from_a_secret_of_another_value() {
    assertThat(Secret.of("token")).isNotEqualTo(Secret.of("tokem"));
  }

  @Test
  void differs_from_its_value() {
    assertThat((Object) Secret.of("token")).isNotEqualTo("token");
  }

  @ParameterizedTest
  @MethodSource("whatHoldsSecrets")
  void shows_in_no_grant_no_input_no_answer_and_no_decision(Object holder) {
    assertThat(holder.toString()).doesNotContain(Grants.HUSH);
  }
}
