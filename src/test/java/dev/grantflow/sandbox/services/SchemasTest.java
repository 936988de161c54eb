package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemasTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://db, jdbc:mysql://db/s",
    "jdbc:mysql://db:3306/, jdbc:mysql://db:3306/s",
    "jdbc:mysql://db:3306/mysql?a=b, jdbc:mysql://db:3306/s?a=b",
    "jdbc:mysql://db?a=b&c=/d, jdbc:mysql://db/s?a=b&c=/d",
  })
  void replaces_the_schema_in_an_address_and_keeps_its_parameters(String given, String expected) {
    assertThat(Schemas.urlOf(given, "s")).isEqualTo(expected);
  }

  @Test
  void says_what_an_address_must_look_like_without_repeating_a_secret_in_it() {
    assertThatThrownBy(() -> Schemas.urlOf("mysql://root:hidden@db", "s"))
        .hasMessage("grantflow.mysql.url must look like jdbc:mysql://host:port/?parameter=value");
  }
}
