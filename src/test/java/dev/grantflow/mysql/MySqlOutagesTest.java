package dev.grantflow.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

class MySqlOutagesTest {

  private final MySqlOutages outages = new MySqlOutages();

  @Test
  void are_shown_by_class_and_the_first_codes_without_a_word_of_the_message() {
    var driver = new SQLException("SELECT secret", "40001", 1213);

    assertThat(outages.shown(driver)).isEqualTo("SQLException (SQLSTATE 40001, code 1213)");
    assertThat(outages.shown(new IllegalStateException("secret", driver)))
        .isEqualTo("IllegalStateException (SQLSTATE 40001, code 1213)");
    assertThat(outages.shown(new SQLTransientConnectionException("secret", driver)))
        .isEqualTo("SQLTransientConnectionException (SQLSTATE 40001, code 1213)");
  }

  @Test
  void without_codes_are_shown_by_class() {
    assertThat(outages.shown(new SQLException("secret"))).isEqualTo("SQLException");
    assertThat(outages.shown(new IllegalStateException("secret")))
        .isEqualTo("IllegalStateException");
  }
}
