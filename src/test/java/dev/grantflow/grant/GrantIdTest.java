package dev.grantflow.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "AZaz09._~-", "018f2b9e-7a1c-7def-8a11-223344556677"})
  void takes_what_needs_no_escaping(String value) {
    assertThat(new GrantId(value)).hasToString(value);
  }

  @Test
  void takes_64_characters() {
    assertThat(GrantId.isValid("x".repeat(64))).isTrue();
  }

  @Test
  void refuses_65_characters() {
    assertThat(GrantId.isValid("x".repeat(65))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "a\n", "ä", "%41", "a+b", "\u0661"})
  void refuses_everything_else(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GrantId(value))
        .withMessage("grantId is not 1 to 64 of A-Z a-z 0-9 . _ ~ -");
  }
}
