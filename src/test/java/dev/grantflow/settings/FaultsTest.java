package dev.grantflow.settings;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class FaultsTest {

  private final Faults faults = new Faults("grantflow.engine");

  @Test
  void are_none_where_everything_is_right() {
    faults.check(true, "concurrency", 1, "from 1 to 10");

    assertThatNoException().isThrownBy(faults::end);
  }

  @Test
  void are_told_together_in_the_order_in_which_they_were_found() {
    faults.check(false, "tries-max", 0, "from 1 to 10");
    faults.check(false, "client", null, "a name");
    faults.add("ports", "is https: give numbers");

    assertThatThrownBy(faults::end)
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidSettingsException.class))
        .extracting(InvalidSettingsException::faults)
        .isEqualTo(
            List.of(
                "grantflow.engine.tries-max is 0 and must be from 1 to 10",
                "grantflow.engine.client is not set and must be a name",
                "grantflow.engine.ports is https: give numbers"));
  }

  /// It may fit the other once that is mended.
  @Test
  void do_not_name_a_setting_that_only_goes_with_a_wrong_one() {
    faults.check(false, "retry-base", "PT2H", "from 1ms to 1h");
    faults.checkBeside("retry-base", false, "retry-cap", "PT30S", "from retry-base to 1h");

    assertThatThrownBy(faults::end)
        .hasMessage("grantflow.engine.retry-base is PT2H and must be from 1ms to 1h");
  }

  @Test
  void name_a_setting_that_does_not_go_with_a_right_one() {
    faults.check(true, "retry-base", "PT1M", "from 1ms to 1h");
    faults.checkBeside("retry-base", false, "retry-cap", "PT30S", "from retry-base to 1h");

    assertThatThrownBy(faults::end)
        .hasMessage("grantflow.engine.retry-cap is PT30S and must be from retry-base to 1h");
  }
}
