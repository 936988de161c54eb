package dev.grantflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.SandboxKeyset;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Mistakes in settings, wherever they are made, end the process with one line for each that says
/// it. What is said of which mistake is in [MistakenSettingTest].
@Execution(ExecutionMode.CONCURRENT)
class RefusedStartTest {

  private static final String CLIENT = "GRANTFLOW_CLIENTS_SHOP_";

  private static final String NO_PATH =
      "(what is set there is no path; a key itself must never be)";

  @TempDir Path folder;

  @Test
  void several_mistakes_are_told_in_a_line_for_each() throws Exception {
    assertThat(
            failures(
                Map.of(
                    "GRANTFLOW_EGRESS_HOST_ALLOWED", "wallet.example",
                    "GRANTFLOW_PUBLIC_URI", "",
                    "GRANTFLOW_ENGINE_LEASE", "soon",
                    "GRANTFLOW_KAFKA_PARTITIONS", "0",
                    "GRANTFLOW_TOKENS_INLINE_ALLOWED", "false")))
        .containsExactly(
            "GRANTFLOW_EGRESS_HOST_ALLOWED is no setting; the one like it is"
                + " grantflow.egress.hosts-allowed",
            "grantflow.engine.lease is soon and must be a duration such as 500ms, 10s, 15m or 24h",
            "the environment variable GRANTFLOW_PUBLIC_URI is not set",
            "grantflow.clients.shop.token-delivery is INLINE, which grantflow.tokens.inline-allowed"
                + " forbids. Choose ENCRYPTED or REFERENCE.",
            "grantflow.kafka.partitions is 0 and must be at least 1");
  }

  @Test
  void mistakes_in_a_file_and_in_a_system_property_are_told_too() throws Exception {
    var file =
        Files.writeString(
            folder.resolve("mistaken.yml"), "grantflow: {kafka: {batch-size: many}}\n");

    assertThat(
            failures(
                Map.of(
                    "MICRONAUT_CONFIG_FILES",
                    file.toString(),
                    "JAVA_TOOL_OPTIONS",
                    "-Dmicronaut.router.static-resources.files.paths=classpath:db")))
        .containsExactly(
            "grantflow.kafka.batch-size is many and must be a whole number",
            "grantflow.security guards operations, and files would be served to everybody: leave"
                + " micronaut.router.static-resources out");
  }

  @Test
  void a_database_out_of_reach_is_told_in_one_line() throws Exception {
    assertThat(failure(Map.of()))
        .isEqualTo(
            "the database at datasources.default.url (MYSQL_URL) cannot be used: Communications"
                + " link failure");
  }

  @Test
  void lists_and_what_kubernetes_tells_of_services_are_in_nobodys_way() throws Exception {
    assertThat(
            failure(
                Map.of(
                    "GRANTFLOW_PORT_80_TCP",
                    "tcp://10.0.0.1:80",
                    "GRANTFLOW_PORT_80_TCP_PROTO",
                    "tcp",
                    "GRANTFLOW_EGRESS_HOSTS_ALLOWED_0",
                    "wallet.example",
                    CLIENT + "SERVERS_0",
                    "https://auth.wallet.example")))
        .startsWith("the database at datasources.default.url (MYSQL_URL) cannot be used");
  }

  @Test
  void keys_where_their_files_names_belong_are_not_repeated() throws Exception {
    var pem = Files.readString(SandboxKey.make("other-key", folder).file());
    var json = Files.readString(SandboxKeyset.shared());

    assertThat(failures(Map.of(CLIENT + "KEY_FILE", pem, SandboxKeyset.VARIABLE, json)))
        .satisfiesExactlyInAnyOrder(
            key -> assertThat(key).startsWith("grantflow.clients.shop.key-file: " + NO_PATH),
            keyset ->
                assertThat(keyset).startsWith("grantflow.encryption.keyset-file: " + NO_PATH));
    assertThatNothingIsToldOf(pem, json);
  }

  @Test
  void encoded_keys_where_their_files_names_belong_are_not_repeated() throws Exception {
    var pem = Files.readString(SandboxKey.make("other-key", folder).file());
    var json = Files.readString(SandboxKeyset.shared());

    assertThat(
            failures(
                Map.of(CLIENT + "KEY_FILE", encoded(pem), SandboxKeyset.VARIABLE, encoded(json))))
        .satisfiesExactlyInAnyOrder(
            key -> assertThat(key).startsWith("grantflow.clients.shop.key-file: " + NO_PATH),
            keyset ->
                assertThat(keyset).startsWith("grantflow.encryption.keyset-file: " + NO_PATH));
    assertThatNothingIsToldOf(pem, json);
  }

  @Test
  void headers_that_cannot_be_read_are_not_repeated() throws Exception {
    assertThat(
            failure(
                Map.of(
                    "OTEL_TRACES_EXPORTER", "otlp",
                    "OTEL_EXPORTER_OTLP_HEADERS", "Authorization: Bearer s3cret")))
        .startsWith("otel.exporter.otlp.headers cannot be used");
    assertThat(folder.resolve("grantflow.log")).content().doesNotContain("s3cret");
  }

  private void assertThatNothingIsToldOf(String pem, String json) {
    assertThat(folder.resolve("grantflow.log"))
        .content()
        .doesNotContain(pem.lines().toList().get(1))
        .doesNotContain(encoded(pem).substring(0, 60))
        .doesNotContain(json.replaceAll("(?s).*\"value\"\\s*:\\s*\"([^\"]+)\".*", "$1"))
        .doesNotContain(encoded(json).substring(0, 60));
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /// The one line that is said of one mistake, as [#failures].
  private String failure(Map<String, String> changed) throws IOException, InterruptedException {
    var failures = failures(changed);
    assertThat(failures).hasSize(1);
    return failures.getFirst();
  }

  /// What the lines say after who cannot start.
  ///
  /// @param changed what is mistaken in an otherwise right environment; empty takes a variable out
  private List<String> failures(Map<String, String> changed)
      throws IOException, InterruptedException {
    var log = folder.resolve("grantflow.log");
    var process = builder(changed, log).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends by itself").isTrue();
    } finally {
      process.destroyForcibly();
    }
    var lines = Files.readAllLines(log);
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(lines).as("lines of the log").noneMatch(line -> line.startsWith("\tat "));
    assertThat(lines.getLast()).contains(" ERROR ");
    return lines.stream()
        .filter(line -> line.contains(" ERROR "))
        .map(line -> line.replaceFirst(".*Grantflow cannot start: ", "").strip())
        .toList();
  }

  private ProcessBuilder builder(Map<String, String> changed, Path log) throws IOException {
    var key = SandboxKey.make("shop-key", folder).file();
    var environment = new HashMap<String, String>();
    environment.put("GRANTFLOW_PORT", "0");
    environment.put("GRANTFLOW_MANAGEMENT_PORT", "0");
    environment.put("GRANTFLOW_PUBLIC_URI", "https://grants.example");
    environment.put("MYSQL_URL", "jdbc:mysql://127.0.0.1:1/none");
    environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    environment.put(SandboxKeyset.VARIABLE, SandboxKeyset.shared().toString());
    environment.put(CLIENT + "WALLET_ADDRESS", "https://wallet.example/shop");
    environment.put(CLIENT + "KEY_ID", "shop-key");
    environment.put(CLIENT + "KEY_FILE", key.toString());
    environment.putAll(changed);
    environment.values().removeIf(String::isEmpty);
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                withoutTests(),
                Grantflow.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GRANTFLOW_"));
    builder.environment().putAll(environment);
    return builder;
  }

  private static String withoutTests() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> !path.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
