package dev.grantflow.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantflow.docs.GeneratedSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The chart's README says what its values are. After a wanted change write it anew: `./mvnw test
/// -Dtest=ChartReadmeTest -Dgrantflow.docs.write`.
class ChartReadmeTest {

  private static final Path README = Chart.FOLDER.resolve("README.md");

  /// Each that may run Jobs.
  private static final Pattern COMMAND = Pattern.compile("(?m)^ *helm (install|upgrade) .*$");

  @ParameterizedTest
  @CsvSource({"values", "minimal"})
  void tells_what_the_values_are(String section) throws IOException {
    var generated =
        section.equals("values")
            ? table().markdown()
            : "```yaml\n" + read("ci/minimal-values.yaml") + "```\n";

    new GeneratedSection(README, section).says(generated);
  }

  @Test
  void every_value_says_what_it_does() throws IOException {
    assertThat(table().rows()).hasSizeGreaterThan(80).noneMatch(row -> row.effect().isBlank());
  }

  /// A value that is in the schema alone would be told nowhere.
  @Test
  void every_value_is_in_the_schema_and_the_other_way_round() throws IOException {
    var schema = new ObjectMapper().readTree(read("values.schema.json"));
    for (var row : table().rows()) {
      var place = schema;
      for (var name : row.name().split("\\.", -1)) {
        place = place.path("properties").path(name);
      }
      assertThat(place.isMissingNode()).as(row.name()).isFalse();
    }
    assertThat(sections(schema))
        .allMatch(
            name ->
                table(name).stream().anyMatch(it -> it.equals(name) || it.startsWith(name + ".")));
  }

  /// `-Pimage` tags by the version, and the chart installs that tag.
  @Test
  void the_chart_installs_the_tag_that_images_are_built_with() throws IOException {
    assertThat(read("Chart.yaml"))
        .containsPattern("(?m)^appVersion: \"" + Chart.versionOfTheService() + "\"$");
  }

  /// Helm gives up after five minutes where it is not told, and Jobs may take longer.
  @Test
  void helm_is_told_how_long_jobs_may_take() throws IOException {
    var most = table().rows().stream().filter(it -> it.name().equals("jobs.maxSeconds"));
    var seconds = most.map(it -> Integer.parseInt(String.valueOf(it.value()))).findFirst();

    assertThat(seconds).hasValueSatisfying(it -> assertThat(it).isLessThan(65 * 60));
    for (var page : List.of("helm/grantflow/README.md", "docs/upgrading.md")) {
      assertThat(COMMAND.matcher(Files.readString(Path.of(page))).results().map(it -> it.group()))
          .as(page)
          .isNotEmpty()
          .allMatch(it -> it.contains("--timeout 65m"));
    }
    assertThat(read("templates/NOTES.txt"))
        .contains("--timeout {{ add .Values.jobs.maxSeconds 60 }}s");
  }

  private static List<String> sections(JsonNode schema) {
    return schema.path("properties").properties().stream()
        .map(it -> it.getKey())
        .filter(it -> !it.equals("global"))
        .toList();
  }

  private static List<String> table(String section) {
    try {
      return table().rows().stream()
          .map(ValuesTable.Row::name)
          .filter(it -> it.startsWith(section))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ValuesTable table() throws IOException {
    return ValuesTable.of(read("values.yaml"));
  }

  private static String read(String file) throws IOException {
    return Files.readString(Chart.FOLDER.resolve(file));
  }
}
