package dev.grantflow;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistakesTest {

  private final Mistakes mistakes = new Mistakes();

  @Test
  void are_nothing_to_stop_for_where_there_are_none() {
    mistakes.addFurther(List.of());

    assertThatNoException().isThrownBy(mistakes::end);
  }

  @Test
  void are_told_in_the_order_in_which_they_were_found() {
    mistakes.add(new Fault("GRANTFLOW_SANDBX", "GRANTFLOW_SANDBX is no setting"));
    mistakes.add(new Fault("grantflow.engine.lease", "grantflow.engine.lease is soon"));
    mistakes.addFurther(List.of("grantflow.api.enabled is true", "grantflow.egress.ports is any"));

    assertThatThrownBy(mistakes::end)
        .hasMessage(
            """
            GRANTFLOW_SANDBX is no setting
            grantflow.engine.lease is soon
            grantflow.api.enabled is true
            grantflow.egress.ports is any\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          grantflow.public-uri | grantflow.public-uri is not set, and there is no default for it
          GRANTFLOW_PUBLIC_URI | grantflow.public-uri: something else
          grantflow.clients.shop.keys.next.active-from | grantflow.clients.shop.keys.next.key-id is not set
          GRANTFLOW_CLIENTS_SHOP_KEYS_NEXT_ACTIVE_FORM | grantflow.clients.shop.keys.next.key-id is not set
          """)
  void leave_out_what_follows_from_others(String name, String further) {
    mistakes.add(new Fault(name, "the first"));
    mistakes.addFurther(List.of(further));

    assertThatThrownBy(mistakes::end).hasMessage("the first");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          grantflow.public-uri | grantflow.public-uris is wrong too
          grantflow.clients.shop.keys.next.active-from | grantflow.clients.shop.keys.other.key-id is wrong too
          GRANTFLOW_CLIENTS_SHOP_COLOUR | grantflow.clients.shop.key-id is wrong too
          """)
  void keep_what_does_not(String name, String further) {
    mistakes.add(new Fault(name, "the first"));
    mistakes.addFurther(List.of(further));

    assertThatThrownBy(mistakes::end).hasMessage("the first\n" + further);
  }

  /// Whoever is made of settings that are wrong passes on what they said.
  @Test
  void tell_of_a_setting_what_the_first_says_of_it() {
    mistakes.addFurther(
        List.of("grantflow.transport.plain is false: one", "grantflow.transport.plain is: two"));
    mistakes.addFurther(List.of("grantflow.transport.plain is false: three"));

    assertThatThrownBy(mistakes::end)
        .hasMessage("grantflow.transport.plain is false: one\ngrantflow.transport.plain is: two");
  }
}
