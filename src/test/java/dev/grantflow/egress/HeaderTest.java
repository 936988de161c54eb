package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9110 §5 Fields")
class HeaderTest {

  @Test
  void a_name_is_a_token() {
    var name = "AZaz09!#$%&'*+-.^_`|~";

    assertThat(new Header(name, "a b").name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " a", "a b", "a:b", "a\n", "é", "(", "a\u007f"})
  void another_name_is_refused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Header(name, "a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "~", "!", "a b", "a  \"b\\"})
  void a_value_is_printable_ascii(String value) {
    assertThat(new Header("a", value).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", " a", "a ", "a\t", "a\tb", "a\r\nb: c", "a\n", "a\u007fb", "é", "a\0b"})
  void another_value_is_refused(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Header("some-name", value))
        .withMessage("value of header some-name is not printable ASCII");
  }
}
