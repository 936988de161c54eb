package dev.grantflow.docs;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The tables of `docs/configuration.md` tell every setting as the code has it, and none that there
/// is not. After a wanted change write them anew: `./mvnw test -Dtest=ConfigurationDocumentTest
/// -Dgrantflow.docs.write`.
class ConfigurationDocumentTest {

  private static final Path DOCUMENT = Path.of("docs", "configuration.md");
  private static final Pattern TABLE =
      Pattern.compile("<!-- generated: ([\\w, ]+) -->\\n.*?<!-- end -->", Pattern.DOTALL);
  private static final Map<String, SettingsRecord> RECORDS =
      SettingsRecord.all().stream().collect(toMap(SettingsRecord::name, Function.identity()));

  /// More belongs below the table.
  private static final int EFFECT_LENGTH_MAX = 240;

  static Stream<Setting> settings() {
    return RECORDS.values().stream().flatMap(it -> it.settings().stream());
  }

  @Test
  void tells_every_setting_as_the_code_has_it() throws IOException {
    var written =
        TABLE
            .matcher(Files.readString(DOCUMENT))
            .replaceAll(table -> Matcher.quoteReplacement(table(table.group(1))));
    if (System.getProperty("grantflow.docs.write") != null) {
      Files.writeString(DOCUMENT, written);
    }

    assertThat(Files.readString(DOCUMENT))
        .as("docs/configuration.md; write it with -Dgrantflow.docs.write")
        .isEqualTo(written);
  }

  @Test
  void has_each_record_of_settings_in_one_table() throws IOException {
    var told =
        TABLE
            .matcher(Files.readString(DOCUMENT))
            .results()
            .flatMap(table -> Stream.of(table.group(1).split(", ")));

    assertThat(told).containsExactlyInAnyOrderElementsOf(RECORDS.keySet());
  }

  @Test
  void has_rows_for_settings_in_tables_of_the_code_only() throws IOException {
    var rest = TABLE.matcher(Files.readString(DOCUMENT)).replaceAll("");

    assertThat(rest.lines()).noneMatch(line -> line.startsWith("| `grantflow."));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void says_what_a_setting_is_for_in_words_that_fit_into_a_cell(Setting setting) {
    assertThat(setting.effect())
        .as("Javadoc of %s", setting.component())
        .isNotBlank()
        .hasSizeLessThanOrEqualTo(EFFECT_LENGTH_MAX)
        .doesNotContain("|", "[", "{@", " null ")
        .doesNotEndWith(".");
  }

  private static String table(String records) {
    var rows =
        List.of(records.split(", ")).stream()
            .map(name -> requireNonNull(RECORDS.get(name), name))
            .flatMap(SettingsRecord::rows)
            .collect(joining("\n"));
    return """
    <!-- generated: %s -->
    | setting | value | default | effect |
    |---|---|---|---|
    %s
    <!-- end -->\
    """
        .formatted(records, rows);
  }
}
