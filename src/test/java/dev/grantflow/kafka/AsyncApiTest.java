package dev.grantflow.kafka;

import static dev.grantflow.kafka.SampleGrants.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.engine.OutboxMessage.Header;
import dev.grantflow.engine.RejectedCommand;
import dev.grantflow.engine.TokenDelivery;
import dev.grantflow.grant.GrantEvent.GrantCommandRejected;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `docs/asyncapi.yaml` is a document of AsyncAPI 3.0.0 and says of headers what the code sends.
/// [SchemasTest] holds its messages to the schemas.
class AsyncApiTest {

  /// What the specification allows in each kind of object, save for extensions.
  private static final Map<String, Set<String>> FIELDS =
      Map.ofEntries(
          Map.entry(
              "document",
              Set.of(
                  "asyncapi",
                  "id",
                  "info",
                  "servers",
                  "defaultContentType",
                  "channels",
                  "operations",
                  "components")),
          Map.entry(
              "info",
              Set.of(
                  "title",
                  "version",
                  "description",
                  "termsOfService",
                  "contact",
                  "license",
                  "tags",
                  "externalDocs")),
          Map.entry(
              "server",
              Set.of(
                  "host",
                  "protocol",
                  "protocolVersion",
                  "pathname",
                  "description",
                  "title",
                  "summary",
                  "variables",
                  "security",
                  "tags",
                  "externalDocs",
                  "bindings")),
          Map.entry(
              "channel",
              Set.of(
                  "address",
                  "messages",
                  "title",
                  "summary",
                  "description",
                  "servers",
                  "parameters",
                  "tags",
                  "externalDocs",
                  "bindings")),
          Map.entry(
              "operation",
              Set.of(
                  "action",
                  "channel",
                  "title",
                  "summary",
                  "description",
                  "security",
                  "tags",
                  "externalDocs",
                  "bindings",
                  "traits",
                  "messages",
                  "reply")),
          Map.entry(
              "message",
              Set.of(
                  "headers",
                  "payload",
                  "correlationId",
                  "contentType",
                  "name",
                  "title",
                  "summary",
                  "description",
                  "tags",
                  "externalDocs",
                  "bindings",
                  "examples",
                  "traits")),
          Map.entry("components", Set.of("messages", "messageTraits", "schemas")));

  private final JsonNode document =
      new YAMLMapper().readTree(Path.of("docs/asyncapi.yaml").toFile());

  @Test
  void has_the_objects_and_fields_that_AsyncAPI_knows_and_no_others() {
    assertThat(document.path("asyncapi").asString()).isEqualTo("3.0.0");
    holdFields("document", document);
    holdFields("info", document.path("info"));
    assertThat(document.at("/info/title").asString()).isNotBlank();
    assertThat(document.at("/info/version").asString()).isNotBlank();
    each("/servers", it -> holdRequired("server", it, "host", "protocol"));
    each("/channels", it -> holdRequired("channel", it, "address", "messages"));
    each("/operations", it -> holdRequired("operation", it, "action", "channel"));
    holdFields("components", document.path("components"));
    each("/components/messages", it -> holdRequired("message", it, "name", "payload"));
  }

  @Test
  void has_an_operation_for_each_channel_seen_from_the_service() {
    var actions =
        document.path("operations").properties().stream()
            .collect(
                Collectors.toMap(
                    it -> it.getValue().at("/channel/$ref").asString(),
                    it -> it.getValue().path("action").asString()));

    assertThat(actions)
        .isEqualTo(
            Map.of(
                "#/channels/commands", "receive",
                "#/channels/events", "send",
                "#/channels/deadLetters", "send"));
  }

  @Test
  void has_each_message_in_one_channel_under_its_own_name() {
    var inChannels = new ArrayList<String>();
    for (var channel : document.path("channels")) {
      channel
          .path("messages")
          .properties()
          .forEach(
              it -> {
                inChannels.add(it.getKey());
                assertThat(it.getValue().path("$ref").asString())
                    .isEqualTo("#/components/messages/" + it.getKey());
              });
    }

    assertThat(inChannels)
        .containsExactlyInAnyOrderElementsOf(
            document.path("components").path("messages").propertyNames());
  }

  static List<String> events() {
    return PublishedSchemas.events();
  }

  @ParameterizedTest
  @MethodSource("events")
  void has_each_event_as_a_CloudEvent(String type) {
    var message = document.at("/components/messages/" + type);

    assertThat(message.at("/traits/0/$ref").asString())
        .isEqualTo("#/components/messageTraits/cloudEvent");
    assertThat(message.at("/payload/schemaFormat").asString())
        .isEqualTo("application/schema+json;version=draft-2020-12");
  }

  @Test
  void describes_the_headers_that_events_have() {
    var format = new CloudEventFormat(Records.SETTINGS, _ -> new TokenDelivery.Inline());
    var described = document.at("/components/messageTraits/cloudEvent/headers");

    for (var event : SampleGrants.events()) {
      holdHeaders(described, format.event(SampleGrants.grant(), event, NOW));
    }
  }

  @Test
  void describes_the_headers_that_dead_letters_have_beside_the_records_own() {
    var described = document.at("/components/messages/DeadLetter/headers");
    var cut = letter("x".repeat(Records.SETTINGS.deadLetterBytesMax() + 1));

    holdHeaders(described, letter("{"));
    holdHeaders(described, cut);
    assertThat(names(cut)).containsExactlyInAnyOrderElementsOf(names(described));
  }

  private static OutboxMessage letter(String value) {
    var record = Records.of(new RecordHeaders(), null, value);
    var received = new CommandReader(Records.SETTINGS).read(record);
    var invalid = Records.invalid(received);
    var event = new GrantCommandRejected(invalid.grantId(), invalid.problems(), received.source());
    return DeadLetter.of(
        new RejectedCommand(event, received), NOW, Records.SETTINGS.deadLetterBytesMax());
  }

  private static void holdHeaders(JsonNode described, OutboxMessage message) {
    var required = new HashSet<String>();
    described.path("required").forEach(it -> required.add(it.asString()));
    assertThat(names(message)).containsAll(required);
    assertThat(names(described)).containsAll(names(message));
    for (var header : message.headers()) {
      var constant = described.path("properties").path(header.name()).path("const");
      if (!constant.isMissingNode()) {
        assertThat(header.value()).asString(UTF_8).isEqualTo(constant.asString());
      }
    }
  }

  private static Set<String> names(OutboxMessage message) {
    return message.headers().stream().map(Header::name).collect(Collectors.toSet());
  }

  private static Set<String> names(JsonNode described) {
    return Set.copyOf(described.path("properties").propertyNames());
  }

  private void each(String place, Consumer<JsonNode> hold) {
    assertThat(document.at(place)).isNotEmpty().allSatisfy(hold);
  }

  private static JsonNode holdRequired(String kind, JsonNode object, String... required) {
    holdFields(kind, object);
    Stream.of(required)
        .forEach(it -> assertThat(object.has(it)).as("%s of %s", it, object).isTrue());
    return object;
  }

  private static void holdFields(String kind, JsonNode object) {
    assertThat(FIELDS.get(kind)).containsAll(object.propertyNames());
  }
}
