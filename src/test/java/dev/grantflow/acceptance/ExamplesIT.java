package dev.grantflow.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.UserAgent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What stands in `docs/examples`, published as it stands there but for the host names.
class ExamplesIT {

  private static final Path EXAMPLES = Path.of("docs/examples");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Platform platform = Platform.shared();

  static List<Path> flows() throws IOException {
    try (Stream<Path> found = Files.list(EXAMPLES)) {
      return found.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void each_command_of_a_flow_does_what_it_is_there_for(Path flow) throws IOException {
    for (var file : files(flow)) {
      var event = JSON.readTree(localized(Files.readString(file)));

      publish(event);

      switch (event.path("type").asText()) {
        case "GrantRequested" -> assertThatGranted(event.path("data"));
        case "GrantRevokeRequested" ->
            platform
                .events()
                .await(event.at("/data/grantId").asText(), "GrantRevoked", Platform.PATIENCE);
        case String other -> throw new AssertionError("no such command: " + other);
      }
    }
  }

  @Test
  void each_flow_is_told_of_in_the_overview() throws IOException {
    var overview = Files.readString(EXAMPLES.resolve("README.md"));

    assertThat(flows())
        .isNotEmpty()
        .allSatisfy(flow -> assertThat(overview).contains("(" + flow.getFileName() + ")"));
  }

  private void assertThatGranted(JsonNode data) {
    var grantId = data.path("grantId").asText();
    if (data.has("interact")) {
      var pending = platform.events().await(grantId, "GrantPending", Platform.PATIENCE);
      var redirect = URI.create(pending.data().at("/interact/redirect").asText());
      assertThat(new UserAgent().approve(redirect).statusCode()).isEqualTo(303);
    }
    var finalized = platform.events().await(grantId, "GrantFinalized", Platform.PATIENCE);
    assertThat(finalized.data().at("/access_token/access"))
        .isEqualTo(data.at("/access_token/access"));
    assertThat(finalized.data().path("metadata")).isEqualTo(data.path("metadata"));
  }

  private void publish(JsonNode event) {
    var record =
        new ProducerRecord<>(
            Commands.TOPIC, event.path("subject").asText(), event.toString().getBytes(UTF_8));
    record.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
    platform.commands().send(record);
  }

  private String localized(String text) {
    var wallets = platform.wallet("alice").resolve("/").toString().replaceAll("/$", "");
    return text.replace("https://wallet.example.com", wallets)
        .replace("https://shop.example.com/return", Platform.RETURN_URI.toString());
  }

  private static List<Path> files(Path flow) throws IOException {
    try (Stream<Path> found = Files.list(flow)) {
      return found.sorted().toList();
    }
  }
}
