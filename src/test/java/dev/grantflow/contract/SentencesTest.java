package dev.grantflow.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SentencesTest {

  private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
  private static final Pattern DEFINITION = Pattern.compile("#/\\$defs/(\\w+)");

  @Test
  void each_rule_over_several_fields_of_a_command_has_a_sentence() {
    var request = DataJson.MAPPER.readTree(SCHEMAS.resolve("GrantRequested.json").toFile());
    assertThat(request.path("allOf")).hasSize(3);
    for (int i = 0; i < request.path("allOf").size(); i++) {
      assertThat(Combination.of("classpath:schemas/GrantRequested.json#/allOf/" + i)).isNotNull();
    }
  }

  @Test
  void each_pattern_that_a_command_is_held_to_has_a_sentence() throws IOException {
    var definitions =
        DataJson.MAPPER.readTree(SCHEMAS.resolve("common.json").toFile()).path("$defs");
    var used = new TreeSet<String>();
    try (var files = Files.newDirectoryStream(SCHEMAS, "*Requested.json")) {
      for (var file : files) {
        addUsed(used, Files.readString(file), definitions);
      }
    }
    used.removeIf(name -> !definitions.path(name).toString().contains("\"pattern\""));
    assertThat(Sentences.PATTERNS).containsOnlyKeys(used);
  }

  private static void addUsed(Set<String> used, String schema, JsonNode definitions) {
    DEFINITION
        .matcher(schema)
        .results()
        .map(it -> it.group(1))
        .filter(used::add)
        .forEach(name -> addUsed(used, definitions.path(name).toString(), definitions));
  }
}
