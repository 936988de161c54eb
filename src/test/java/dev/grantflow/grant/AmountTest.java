package dev.grantflow.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {

  @ParameterizedTest
  @ValueSource(strings = {"0", "500", "18446744073709551615"})
  void a_value_is_an_unsigned_64_bit_integer(String text) {
    assertThat(Amount.isValue(text)).isTrue();
    assertThat(new Amount(new BigInteger(text), "USD", 2).value()).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1.0", "1e3", "18446744073709551616", " 1", "٣"})
  void everything_else_is_none(String text) {
    assertThat(Amount.isValue(text)).isFalse();
  }

  @Test
  void refuses_what_is_out_of_range() {
    var tooMuch = Amount.VALUE_MAX.add(BigInteger.ONE);
    assertThatThrownBy(() -> new Amount(tooMuch, "USD", 2)).hasMessageContaining("2^64 - 1");
    assertThatThrownBy(() -> new Amount(BigInteger.ONE, "USD", 256))
        .hasMessage("assetScale 256 is not 0 to 255");
  }
}
