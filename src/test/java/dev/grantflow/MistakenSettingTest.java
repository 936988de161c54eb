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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Mistakes in the environment end the process with one line for each that says it.
@Execution(ExecutionMode.CONCURRENT)
class MistakenSettingTest {

  private static final String CLIENT = "GRANTFLOW_CLIENTS_SHOP_";

  private static final String NO_PATH =
      "(what is set there is no path; a key itself must never be)";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GRANTFLOW_ENGINE_CONCURRENCY         | 0             | grantflow.engine.concurrency is 0 and must be from 1 to 10000
          GRANTFLOW_ENGINE_CONCURRENCY         | many          | grantflow.engine.concurrency is many and must be a whole number
          GRANTFLOW_ENGINE_LEASE               | soon          | grantflow.engine.lease is soon and must be a duration such as 500ms, 10s, 15m or 24h
          GRANTFLOW_EGRESS_ALLOW_LOOPBACK      | perhaps       | grantflow.egress.allow-loopback is perhaps and must be true or false
          GRANTFLOW_EGRESS_ALLOW_LOOPBACK      | true          | grantflow.egress.allow-loopback is true, which only a sandbox may have (grantflow.sandbox): leave it out in production
          GRANTFLOW_EGRESS_PORTS               | 443,https     | grantflow.egress.ports is 443,https: give port numbers such as 443,8443, or any
          GRANTFLOW_SANDBOX                    | true          | grantflow.public-uri is https://grants.example, and grantflow.sandbox is true: a sandbox is reached at localhost or 127.0.0.1 only; in production leave grantflow.sandbox out
          MYSQL_URL                            | jdbc:mysql://mysql.example/g?sslmode=VERIFY_CA | grantflow.transport.plain is false, and the settings reach MySQL (datasources.default.url, MYSQL_URL) without its certificate being verified, perhaps in the clear: set sslMode=VERIFY_IDENTITY, spelled like this, as a parameter of the URL or in datasources.default.data-source-properties; only where something else encrypts what goes there, set grantflow.transport.plain to true
          KAFKA_BOOTSTRAP_SERVERS              | kafka.example:9092 | grantflow.transport.plain is false, and the settings reach Kafka (kafka.bootstrap.servers, KAFKA_BOOTSTRAP_SERVERS) in the clear: set kafka.security.protocol to SASL_SSL or SSL; only where something else encrypts what goes there, set grantflow.transport.plain to true
          GRANTFLOW_CLIENTS_SHOP_CLIENT_FIELD  | nonsense      | grantflow.clients.shop.client-field is nonsense and must be one of [WALLET_ADDRESS_OBJECT, WALLET_ADDRESS_STRING, JWK, KEY]
          GRANTFLOW_CLIENTS_SHOP_WALLET_ADDRESS| https://a b/c | grantflow.clients.shop.wallet-address is https://a b/c and must be a URI
          GRANTFLOW_CLIENTS_SHOP_KEYS_NEXT_ACTIVE_FROM | tomorrow | grantflow.clients.shop.keys.next.active-from is tomorrow and must be an instant such as 2026-03-01T12:00:00Z
          GRANTFLOW_PUBLIC_URI                 | grants        | grantflow.public-uri is grants and must be an absolute http or https URI without user information, query and fragment, such as https://grants.example.com
          GRANTFLOW_CLIENTS_SHOP_TOKEN_DELIVERY| mail          | grantflow.clients.shop.token-delivery is mail and must be one of [INLINE, ENCRYPTED, REFERENCE]
          GRANTFLOW_CLIENTS_SHOP_TOKEN_DELIVERY| REFERENCE     | grantflow.clients.shop.token-delivery is REFERENCE, and nobody could fetch a token while grantflow.api.enabled is false. Switch the API on, or choose ENCRYPTED or INLINE.
          GRANTFLOW_TOKENS_INLINE_ALLOWED      | false         | grantflow.clients.shop.token-delivery is INLINE, which grantflow.tokens.inline-allowed forbids. Choose ENCRYPTED or REFERENCE.
          GRANTFLOW_API_ENABLED                | true          | grantflow.api.enabled is true and nobody could use it: set grantflow.security.issuer, grantflow.security.audience and grantflow.security.jwks-uri to the identity provider whose tokens are believed
          GRANTFLOW_LOG_FORMAT                 | xml           | grantflow.log.format is xml and must be one of [TEXT, JSON]
          OTEL_TRACES_EXPORTER                 | zipkin        | otel.traces.exporter is zipkin and must be otlp or none
          GRANTFLOW_SECURITY_CLIENTS_CLAIM     | clients       | grantflow.security.clients-claim is clients and must be left out where there is no issuer
          MICRONAUT_SECURITY_ENABLED           | false         | grantflow.security decides alone who may call what, so nothing else guards, or opens, anything: leave MICRONAUT_SECURITY_ENABLED out
          MICRONAUT_SECURITY_FILTER_PATTERN    | /v1/**        | grantflow.security decides alone who may call what, so nothing else guards, or opens, anything: leave MICRONAUT_SECURITY_FILTER_PATTERN out
          MICRONAUT_SECURITY_IP_PATTERNS       | 10.0.0.0      | grantflow.security decides alone who may call what, so nothing else guards, or opens, anything: leave MICRONAUT_SECURITY_IP_PATTERNS out
          MICRONAUT_SERVER_NETTY_LOG_LEVEL     | INFO          | grantflow.security keeps tokens and callbacks out of the log, and this would have them written there: leave MICRONAUT_SERVER_NETTY_LOG_LEVEL out
          ENDPOINTS_ALL_PORT                   | ' '           | GRANTFLOW_MANAGEMENT_PORT is not set (endpoints.all.port) and must be another port than those that strangers reach
          JAVA_TOOL_OPTIONS                    | -Dmicronaut.router.static-resources.files.paths=classpath:db | grantflow.security guards operations, and files would be served to everybody: leave micronaut.router.static-resources out
          GRANTFLOW_DEFAULT_CLIENT             | bank          | grantflow.default-client is bank, and there is no such name under grantflow.clients: use one of [shop]
          """)
  void a_wrong_value_is_told_in_one_line(String variable, String value, String sentence)
      throws Exception {
    assertThat(failure(Map.of(variable, value))).isEqualTo(sentence);
  }

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
  void a_management_port_that_strangers_reach_is_told_in_one_line() throws Exception {
    assertThat(failure(Map.of("GRANTFLOW_PORT", "8099", "GRANTFLOW_MANAGEMENT_PORT", "8099")))
        .isEqualTo(
            "GRANTFLOW_MANAGEMENT_PORT is 8099 and must be another port than GRANTFLOW_PORT, which"
                + " strangers reach");
  }

  @Test
  void a_management_port_that_serves_tls_to_strangers_is_told_in_one_line() throws Exception {
    var sentence =
        "GRANTFLOW_MANAGEMENT_PORT is %d and must be another port than GRANTFLOW_PORT, which"
            + " strangers reach";

    assertThat(
            failure(
                Map.of("GRANTFLOW_MANAGEMENT_PORT", "8099", "MICRONAUT_SERVER_SSL_PORT", "8099")))
        .isEqualTo(sentence.formatted(8099));
    assertThat(
            failure(
                Map.of(
                    "GRANTFLOW_MANAGEMENT_PORT", "8443", "MICRONAUT_SERVER_SSL_ENABLED", "true")))
        .isEqualTo(sentence.formatted(8443));
  }

  @Test
  void a_file_without_the_issuers_keys_is_told_in_one_line() throws Exception {
    var file = Files.writeString(folder.resolve("jwks.json"), "{\"keys\": []}");

    assertThat(
            failure(
                Map.of(
                    "GRANTFLOW_SECURITY_ISSUER",
                    "https://id.example",
                    "GRANTFLOW_SECURITY_AUDIENCE",
                    "grantflow",
                    "GRANTFLOW_SECURITY_JWKS_FILE",
                    file.toString())))
        .isEqualTo(
            "grantflow.security.jwks-file: %s holds no key that a token could be signed with"
                .formatted(file));
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

  @Test
  void a_missing_variable_is_told_in_one_line() throws Exception {
    assertThat(failure(Map.of("GRANTFLOW_PUBLIC_URI", "")))
        .isEqualTo("the environment variable GRANTFLOW_PUBLIC_URI is not set");
  }

  @Test
  void a_missing_property_is_told_in_one_line() throws Exception {
    assertThat(failure(Map.of(CLIENT + "KEY_FILE", "")))
        .isEqualTo("grantflow.clients.shop.key-file is not set, and there is no default for it");
  }

  @ParameterizedTest
  @CsvSource({
    "GRANTFLOW_EGRESS_HOST_ALLOWED, grantflow.egress.hosts-allowed",
    "GRANTFLOW_SECURITY_CLIENT_CLAIM, grantflow.security.clients-claim",
    "GRANTFLOW_TOKENS_INLINE_ALOWED, grantflow.tokens.inline-allowed",
    "GRANTFLOW_CLIENTS_SHOP_AMOUNT_MAX, grantflow.clients.{name}.amounts-max",
    "GRANTFLOW_CLIENTS_SHOP_ALLOWED_SERVERS, grantflow.clients.{name}.servers",
    "GRANTFLOW_CLIENTS_SHOP_LIMITS_AMOUNTS_MAX, grantflow.clients.{name}.amounts-max",
    "GRANTFLOW_CLIENTS_SHOP_KEYS_NEXT_ACTIVE_FORM,"
        + " grantflow.clients.{name}.keys.{alias}.active-from",
  })
  void a_misspelled_setting_is_told_in_one_line(String variable, String like) throws Exception {
    assertThat(failure(Map.of(variable, "x")))
        .isEqualTo("%s is no setting; the one like it is %s".formatted(variable, like));
  }

  @Test
  void a_missing_key_file_is_told_in_one_line() throws Exception {
    var file = folder.resolve("none.pem");

    assertThat(failure(Map.of(CLIENT + "KEY_FILE", file.toString())))
        .isEqualTo(
            "grantflow.clients.shop.key-file: %s does not exist. An unencrypted Ed25519 private key"
                    .formatted(file)
                + " as PKCS#8 PEM is needed, as Open Payments wallets hand it out.");
  }

  @Test
  void a_missing_keyset_is_told_in_one_line() throws Exception {
    assertThat(failure(Map.of(SandboxKeyset.VARIABLE, "")))
        .isEqualTo("grantflow.encryption.keyset-file is not set, and there is no default for it");
  }

  @Test
  void a_keyset_that_is_none_is_told_in_one_line() throws Exception {
    var file = Files.writeString(folder.resolve("keyset.json"), "{}");

    assertThat(failure(Map.of(SandboxKeyset.VARIABLE, file.toString())))
        .isEqualTo(
            "grantflow.encryption.keyset-file: %s is no Tink keyset in JSON and in clear, or an empty one;"
                    .formatted(file)
                + " make one by: java -jar grantflow.jar keyset create keyset.json, see"
                + " docs/operations.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pem", "pem in base64"})
  void a_private_key_where_its_files_name_belongs_is_not_repeated(String form) throws Exception {
    var pem = Files.readString(SandboxKey.make("other-key", folder).file());
    var given = form.equals("pem") ? pem : encoded(pem);

    assertThat(failure(Map.of(CLIENT + "KEY_FILE", given)))
        .startsWith("grantflow.clients.shop.key-file: " + NO_PATH);
    assertThat(folder.resolve("grantflow.log"))
        .content()
        .doesNotContain(pem.lines().toList().get(1))
        .doesNotContain(encoded(pem).substring(0, 60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "json in base64"})
  void a_keyset_where_its_files_name_belongs_is_not_repeated(String form) throws Exception {
    var json = Files.readString(SandboxKeyset.shared());
    var given = form.equals("json") ? json : encoded(json);

    assertThat(failure(Map.of(SandboxKeyset.VARIABLE, given)))
        .startsWith("grantflow.encryption.keyset-file: " + NO_PATH);
    assertThat(folder.resolve("grantflow.log"))
        .content()
        .doesNotContain(json.replaceAll("(?s).*\"value\"\\s*:\\s*\"([^\"]+)\".*", "$1"))
        .doesNotContain(encoded(json).substring(0, 60));
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /// What the one line says after who cannot start.
  ///
  /// @param changed what is mistaken in an otherwise right environment; empty takes a variable out
  private String failure(Map<String, String> changed) throws IOException, InterruptedException {
    var failures = failures(changed);
    assertThat(failures).hasSize(1);
    return failures.getFirst();
  }

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
