package dev.grantflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.conf.PropertyKey;
import dev.grantflow.helm.Chart;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each setting that the chart writes is one that there is: the service refuses to start with
/// another.
class ChartSettingsTest {

  private static final String DRIVER = "datasources.default.data-source-properties.";
  private static final List<String> POOL = List.of("url", "maximum-pool-size");

  static Stream<Path> situations() {
    return Chart.situations();
  }

  private static PropertySource source(Map<String, Object> values, PropertyConvention convention) {
    return PropertySource.of("chart", values, convention, PropertySource.Origin.of("chart"));
  }

  private static Map<String, Object> settings(Path situation) throws IOException {
    var yaml = Chart.in(situation).settings().getBytes(UTF_8);
    return new YamlPropertySourceLoader().read("application", new ByteArrayInputStream(yaml));
  }

  @ParameterizedTest
  @MethodSource("situations")
  void each_setting_is_the_services_own(Path situation) throws IOException {
    var properties = source(settings(situation), PropertyConvention.JAVA_PROPERTIES);

    assertThat(UnknownSettings.faults(List.of(properties), DocumentedNames.read())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("situations")
  void each_variable_is_the_services_own(Path situation) throws IOException {
    var variables =
        Chart.in(situation).variables().stream().collect(Collectors.toMap(it -> it, _ -> "x"));
    var properties = source(Map.copyOf(variables), PropertyConvention.ENVIRONMENT_VARIABLE);

    assertThat(UnknownSettings.faults(List.of(properties), DocumentedNames.read())).isEmpty();
    var read = Files.readString(Path.of("src/main/resources/application.yml"));
    assertThat(variables.keySet())
        .filteredOn(it -> it.startsWith("MYSQL_"))
        .allMatch(
            it ->
                read.contains("${" + it + ":")
                    || Chart.in(situation).settings().contains("${" + it));
  }

  @ParameterizedTest
  @MethodSource("situations")
  void each_setting_of_kafka_and_mysql_is_one_of_their_own(Path situation) throws IOException {
    var names = new TreeSet<>(settings(situation).keySet());
    names.removeIf(it -> it.startsWith("grantflow.") || it.startsWith("logger.levels."));
    names.removeIf(it -> it.startsWith("flyway.datasources.default."));

    assertThat(names)
        .allSatisfy(
            name -> {
              if (name.startsWith("kafka.")) {
                assertThat(ConsumerConfig.configNames()).contains(name.substring(6));
              } else if (name.startsWith(DRIVER)) {
                assertThat(drivers()).contains(name.substring(DRIVER.length()));
              } else {
                assertThat(name).startsWith("datasources.default.");
                assertThat(POOL).contains(name.substring("datasources.default.".length()));
              }
            });
  }

  private static List<String> drivers() {
    return Stream.of(PropertyKey.values()).map(PropertyKey::getKeyName).toList();
  }

  @Test
  void a_misspelled_setting_would_be_seen() throws IOException {
    var properties =
        source(Map.of("grantflow.shutdown.perod", "25s"), PropertyConvention.JAVA_PROPERTIES);

    assertThat(UnknownSettings.faults(List.of(properties), DocumentedNames.read())).hasSize(1);
  }
}
