package dev.grantflow.image;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.image.ComposeFile.Mount;
import dev.grantflow.image.ComposeFile.Service;
import dev.grantflow.sandbox.ContainerSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What has to hold in `docker-compose.yml`, for a machine that has no Docker to try it.
class ComposeFileTest {

  /// All that is used of the Compose specification, so that a key that it does not have is seen.
  private static final Set<String> KEYS =
      Set.of(
          "cap_drop",
          "command",
          "depends_on",
          "deploy",
          "environment",
          "healthcheck",
          "image",
          "network_mode",
          "ports",
          "profiles",
          "read_only",
          "restart",
          "security_opt",
          "stop_grace_period",
          "tmpfs",
          "user",
          "volumes");

  private static final Pattern TIME = Pattern.compile("\\d+s");
  private static final Pattern LOCAL = Pattern.compile("http://localhost:(\\d+)");
  private static final List<String> SECRETS = List.of("PASSWORD", "SECRET", "TOKEN", "KEY");

  private static Collection<Service> services() throws IOException {
    return ComposeFile.read().services().values();
  }

  private static Service service(String name) throws IOException {
    return ComposeFile.read().service(name);
  }

  @Test
  void every_key_is_one_that_compose_has() throws IOException {
    var tree = ComposeFile.read().tree();

    assertThat(names(tree.properties())).containsOnly("name", "x-ours", "services", "volumes");
    assertThat(services())
        .allSatisfy(it -> assertThat(KEYS).containsAll(names(it.tree().properties())));
  }

  @Test
  void every_image_is_pinned() throws IOException {
    var tag = "${GRANTFLOW_TAG:-" + pom("version") + "}";

    assertThat(services())
        .allSatisfy(
            it -> {
              if (it.isOurs()) {
                assertThat(it.image()).isIn("grantflow:" + tag, "grantflow-sandbox:" + tag);
              } else {
                assertThat(it.image()).matches("[a-z]+(/[a-z]+)?:v?\\d+\\.\\d+\\.\\d+");
              }
            });
  }

  @Test
  void the_servers_are_those_that_the_tests_run_against() throws IOException {
    assertThat(pom("mysql.server.version")).startsWith(version("mysql"));
    assertThat(version("kafka")).isEqualTo(pom("kafka.version"));
  }

  @Test
  void every_service_says_how_it_is_and_how_much_it_may_take() throws IOException {
    assertThat(services())
        .allSatisfy(
            it -> {
              var limits = it.tree().at("/deploy/resources/limits");
              assertThat(limits.path("memory").asText()).as(it.name()).matches("\\d+[MG]");
              assertThat(limits.path("cpus").asText()).as(it.name()).matches("\\d");
            });
    assertThat(services())
        .filteredOn(it -> !it.ends())
        .hasSizeGreaterThan(4)
        .allSatisfy(
            it -> {
              var health = it.tree().path("healthcheck");
              assertThat(it.words("/healthcheck/test").getFirst()).startsWith("CMD");
              for (var time : List.of("interval", "timeout", "start_period")) {
                assertThat(health.path(time).asText()).as(it.name()).matches(TIME);
              }
              assertThat(health.path("retries").isInt()).as(it.name()).isTrue();
              assertThat(it.tree().path("restart").asText()).isEqualTo("unless-stopped");
            });
  }

  @Test
  void mysql_is_healthy_only_when_it_is_reached_over_the_network() throws IOException {
    assertThat(service("mysql").words("/healthcheck/test").getLast()).contains("-h 127.0.0.1");
  }

  @Test
  void nobody_starts_before_what_it_needs() throws IOException {
    var all = ComposeFile.read().services();

    for (var service : all.values()) {
      service
          .tree()
          .path("depends_on")
          .properties()
          .forEach(
              it -> {
                var needed = requireNonNull(all.get(it.getKey()), it.getKey());
                assertThat(it.getValue().path("condition").asText())
                    .isEqualTo(
                        needed.ends() ? "service_completed_successfully" : "service_healthy");
              });
    }
    assertThat(names(service("grantflow").tree().path("depends_on").properties()))
        .containsExactlyInAnyOrder("secrets", "mysql", "kafka");
    assertThat(names(service("sandbox").tree().path("depends_on").properties()))
        .containsExactly("grantflow");
  }

  @Test
  void only_this_machine_reaches_it() throws IOException {
    var ports = services().stream().flatMap(it -> it.words("/ports").stream()).toList();

    assertThat(ports)
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allMatch(port -> port.matches("127\\.0\\.0\\.1:(\\d+):\\1"));
  }

  @Test
  void what_is_at_localhost_is_published_where_the_sandbox_lives() throws IOException {
    assertThat(service("sandbox").tree().path("network_mode").asText())
        .isEqualTo("service:grantflow");
    var published = service("grantflow").words("/ports");

    assertThat(
            Stream.of(service("grantflow"), service("sandbox"))
                .flatMap(it -> it.environment().values().stream())
                .flatMap(value -> LOCAL.matcher(value).results())
                .map(found -> "127.0.0.1:%1$s:%1$s".formatted(found.group(1))))
        .hasSizeGreaterThan(8)
        .allMatch(published::contains);
    assertThat(service("kafka").words("/ports"))
        .contains(
            "127.0.0.1:29092:"
                + requireNonNull(service("sandbox").environment().get("SANDBOX_KAFKA_OUTSIDE"))
                    .replaceFirst(".*:", ""));
  }

  @Test
  void everything_that_is_mounted_is_there() throws IOException {
    var mounts = services().stream().flatMap(it -> it.mounts().stream()).toList();
    var volumes = names(ComposeFile.read().tree().path("volumes").properties());

    assertThat(mounts).filteredOn(Mount::isPath).hasSizeGreaterThan(3).allMatch(Mount::isReadOnly);
    assertThat(mounts)
        .filteredOn(Mount::isPath)
        .allSatisfy(it -> assertThat(Path.of(it.source())).exists());
    assertThat(
            mounts.stream()
                .filter(it -> !it.isPath())
                .map(Mount::source)
                .collect(Collectors.toSet()))
        .isEqualTo(volumes);
  }

  @Test
  void no_secret_stands_in_it() throws IOException {
    assertThat(services())
        .flatExtracting(it -> it.environment().entrySet())
        .filteredOn(it -> SECRETS.stream().anyMatch(it.getKey()::endsWith))
        .isEmpty();
  }

  @Test
  void our_containers_can_change_nothing_but_what_is_temporary() throws IOException {
    assertThat(services())
        .filteredOn(Service::isOurs)
        .hasSize(3)
        .allSatisfy(
            it -> {
              assertThat(it.tree().path("read_only").asBoolean()).isTrue();
              assertThat(it.words("/cap_drop")).containsExactly("ALL");
              assertThat(it.words("/security_opt")).containsExactly("no-new-privileges:true");
              assertThat(it.words("/tmpfs"))
                  .singleElement()
                  .asString()
                  .startsWith("/tmp:")
                  .endsWith(",exec");
              assertThat(it.mounts()).allMatch(mount -> mount.isReadOnly() || it.ends());
            });
  }

  @Test
  void the_secrets_are_made_where_they_are_read(@TempDir Path folder) throws Exception {
    ContainerSandbox.main(new String[] {"secrets", folder.toString()});

    var made =
        service("secrets").mounts().stream()
            .collect(Collectors.toMap(Mount::source, Mount::target));
    for (var name : List.of("mysql", "grantflow", "sandbox")) {
      var service = service(name);
      var mount =
          service.mounts().stream()
              .filter(it -> made.containsKey(it.source()))
              .findFirst()
              .orElseThrow();
      var inside =
          folder.resolve(Path.of("/secrets").relativize(Path.of(made.get(mount.source()))));
      var read =
          service.environment().values().stream()
              .filter(it -> it.startsWith(mount.target() + "/"))
              .map(it -> inside.resolve(it.substring(mount.target().length() + 1)));
      assertThat(read).allSatisfy(file -> assertThat(file).isRegularFile());
      assertThat(inside).isNotEmptyDirectory();
    }
  }

  @Test
  void what_is_monitored_is_there() throws IOException {
    var prometheus = ComposeFile.yaml(Path.of("compose/prometheus.yml"));
    var source =
        ComposeFile.yaml(Path.of("compose/grafana/provisioning/datasources/prometheus.yaml"));
    var boards =
        ComposeFile.yaml(Path.of("compose/grafana/provisioning/dashboards/grantflow.yaml"));

    assertThat(prometheus.at("/scrape_configs/0/static_configs/0/targets/0").asText())
        .isEqualTo("grantflow:8081");
    assertThat(prometheus.at("/rule_files/0").asText())
        .isEqualTo(target("prometheus", "./helm/grantflow/rules") + "/*.yaml");
    assertThat(source.at("/datasources/0/url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(boards.at("/providers/0/options/path").asText())
        .isEqualTo(target("grafana", "./helm/grantflow/dashboards"));
    assertThat(List.of("prometheus", "grafana"))
        .allSatisfy(
            name -> assertThat(service(name).words("/profiles")).containsExactly("monitoring"));
  }

  private static String target(String service, String source) throws IOException {
    return service(service).mounts().stream()
        .filter(it -> it.source().equals(source))
        .map(Mount::target)
        .findFirst()
        .orElseThrow();
  }

  private static <T> Set<String> names(Collection<Map.Entry<String, T>> entries) {
    return entries.stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String version(String service) throws IOException {
    return service(service).image().replaceFirst(".*:", "");
  }

  private static String pom(String element) throws IOException {
    var found =
        Pattern.compile("<" + element + ">([^<]+)</").matcher(Files.readString(Path.of("pom.xml")));
    assertThat(found.find()).as(element).isTrue();
    return found.group(1);
  }
}
