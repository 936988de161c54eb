package dev.grantflow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.grantflow.contract.DataJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class SchemasTest {

  private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
  private static final Path ASYNC_API = Path.of("docs/asyncapi.yaml");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(SCHEMAS)) {
      return files.sorted().toList();
    }
  }

  static List<String> types() {
    return Stream.of(PublishedSchemas.commands(), PublishedSchemas.events())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_is_a_schema_of_2020_12(Path file) {
    var schema = DataJson.MAPPER.readTree(file.toFile());
    var dialect = SpecificationVersion.DRAFT_2020_12.getDialectId();
    var metaSchema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(dialect));
    assertThat(schema.path("$schema").asString()).isEqualTo(dialect);
    assertThat(metaSchema.validate(schema)).isEmpty();
  }

  @Test
  void each_command_and_event_has_one_and_no_other_is_there() throws IOException {
    var names = files().stream().map(it -> it.getFileName().toString()).toList();
    var expected = new ArrayList<>(types().stream().map(it -> it + ".json").toList());
    expected.add("common.json");
    assertThat(names).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("types")
  void each_has_an_example_that_is_valid(String type) {
    var examples =
        DataJson.MAPPER.readTree(SCHEMAS.resolve(type + ".json").toFile()).path("examples");

    assertThat(examples).isNotEmpty();
    for (var example : examples) {
      assertThat(PublishedSchemas.of(type).validate(example)).isEmpty();
    }
  }

  @Test
  void AsyncAPI_names_the_topics_of_the_default_configuration() {
    var channels = asyncApi().path("channels");
    assertThat(channels.path("commands").path("address").asString())
        .isEqualTo(KafkaSettings.COMMANDS);
    assertThat(channels.path("events").path("address").asString()).isEqualTo(KafkaSettings.EVENTS);
    assertThat(channels.path("deadLetters").path("address").asString())
        .isEqualTo(KafkaSettings.DEAD_LETTER);
    assertThat(asyncApi().at("/operations/receiveCommands/bindings/kafka/groupId/const").asString())
        .isEqualTo(CommandListener.GROUP);
  }

  @Test
  void AsyncAPI_has_each_command_and_event_in_its_channel() {
    var channels = asyncApi().path("channels");
    assertThat(channels.path("commands").path("messages").propertyNames())
        .containsExactlyInAnyOrderElementsOf(PublishedSchemas.commands());
    assertThat(channels.path("events").path("messages").propertyNames())
        .containsExactlyInAnyOrderElementsOf(PublishedSchemas.events());
  }

  @ParameterizedTest
  @MethodSource("types")
  void AsyncAPI_gives_each_message_its_schema(String type) {
    var message = asyncApi().path("components").path("messages").path(type);
    var reference = message.path("payload").path("schema").path("$ref").asString();
    assertThat(message.path("name").asString()).isEqualTo(type);
    assertThat(ASYNC_API.resolveSibling(reference).normalize())
        .isEqualTo(SCHEMAS.resolve(type + ".json"))
        .exists();
  }

  @Test
  void AsyncAPI_has_no_reference_into_nothing() {
    var document = asyncApi();
    var references = new ArrayList<String>();
    document.findValuesAsString("$ref", references);
    assertThat(references)
        .filteredOn(it -> it.startsWith("#"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(document.at(it.substring(1)).isMissingNode()).isFalse());
  }

  private static JsonNode asyncApi() {
    var document = new YAMLMapper().readTree(ASYNC_API.toFile());
    assertThat(document.path("asyncapi").asString()).startsWith("3.");
    return document;
  }
}
