package dev.grantflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The README's samples are valid, its links lead somewhere, and its commands are those that are
/// tested.
class ReadmeTest {

  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*) ?(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(((?!http)[^)#]+)\\)");

  @TestFactory
  Stream<DynamicTest> a_sample_is_valid_by_its_schema() throws IOException {
    return blocks("json")
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.group(2),
                    () -> assertThat(faults(block.group(2), block.group(3))).isEmpty()));
  }

  @Test
  void the_commands_are_those_that_are_run() throws IOException {
    assertThat(blocks("sh").filter(block -> block.group(2).isEmpty()).map(block -> block.group(3)))
        .as("SandboxIT runs what the first starts; the second runs this")
        .containsExactly("./mvnw -Psandbox\n", "./mvnw verify\n");
  }

  @Test
  void the_variables_are_those_that_the_packaged_service_is_started_with() throws IOException {
    var started =
        Files.readString(Path.of("src/test/java/dev/grantflow/acceptance/PackagedService.java"));
    var exported =
        blocks("sh")
            .filter(block -> block.group(2).equals("run"))
            .flatMap(block -> block.group(3).lines())
            .filter(line -> line.startsWith("export "))
            .map(line -> line.substring("export ".length(), line.indexOf('=')));

    assertThat(exported).isNotEmpty().allSatisfy(name -> assertThat(started).contains(name));
  }

  @Test
  void links_lead_somewhere() throws IOException {
    var links = LINK.matcher(readme()).results().map(link -> link.group(1)).toList();

    assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(Path.of(link)).exists());
  }

  private static Stream<MatchResult> blocks(String language) throws IOException {
    return BLOCK.matcher(readme()).results().filter(block -> block.group(1).equals(language));
  }

  private static List<Error> faults(String event, String sample) {
    var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    return registry
        .getSchema(SchemaLocation.of("classpath:schemas/" + event + ".json"))
        .validate(sample, InputFormat.JSON);
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }
}
