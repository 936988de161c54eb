package dev.grantflow.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SentencesTest {

  private static final Path SCHEMAS = Path.of("src/main/resources/schemas");

  @Test
  void each_rule_over_several_fields_of_a_command_has_a_sentence() {
    var request = DataJson.MAPPER.readTree(SCHEMAS.resolve("GrantRequested.json").toFile());
    assertThat(request.path("allOf")).hasSize(3);
    for (int i = 0; i < request.path("allOf").size(); i++) {
      assertThat(Combination.of("classpath:schemas/GrantRequested.json#/allOf/" + i)).isNotNull();
    }
  }

  @Test
  void each_pattern_has_a_sentence() {
    var common = DataJson.MAPPER.readTree(SCHEMAS.resolve("common.json").toFile());
    var withPattern = new ArrayList<String>();
    common
        .path("$defs")
        .properties()
        .forEach(
            it -> {
              if (it.getValue().toString().contains("\"pattern\"")) {
                withPattern.add(it.getKey());
              }
            });
    assertThat(Sentences.PATTERNS).containsOnlyKeys(withPattern);
  }
}
