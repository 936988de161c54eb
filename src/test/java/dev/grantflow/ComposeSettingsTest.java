package dev.grantflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.image.ComposeFile;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Each variable that `docker-compose.yml` sets for Grantflow is one that there is: the service
/// refuses to start with another.
class ComposeSettingsTest {

  private static final List<String> OTHERS = List.of("MICRONAUT_CONFIG_FILES");

  @Test
  void each_variable_is_the_services_own() throws IOException {
    var variables = ComposeFile.read().environment("grantflow");

    assertThat(fault(variables)).isEmpty();
    var read = Files.readString(Path.of("src/main/resources/application.yml"));
    assertThat(variables.keySet())
        .filteredOn(it -> !it.startsWith("GRANTFLOW_") && !OTHERS.contains(it))
        .isNotEmpty()
        .allMatch(it -> read.contains("${" + it + ":"));
  }

  @Test
  void a_misspelled_one_would_be_seen() throws IOException {
    assertThat(fault(Map.of("GRANTFLOW_EGRESS_ALOW_HTTP", "true")))
        .contains("grantflow.egress.allow-http");
  }

  private static String fault(Map<String, String> variables) throws IOException {
    var source =
        PropertySource.of(
            "compose",
            Map.copyOf(variables),
            PropertyConvention.ENVIRONMENT_VARIABLE,
            PropertySource.Origin.of("docker-compose.yml"));
    return UnknownSettings.faults(List.of(source), DocumentedNames.read())
        .map(Fault::sentence)
        .collect(Collectors.joining("\n"));
  }
}
