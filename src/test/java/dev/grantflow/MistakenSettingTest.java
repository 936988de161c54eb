package dev.grantflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.SandboxKeyset;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said of a mistake in the environment, by the whole service up to where it would look for
/// its database, in this process. How a process that is refused ends is in [RefusedStartTest].
class MistakenSettingTest {

  private static final String CLIENT = "GRANTFLOW_CLIENTS_SHOP_";

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
          GRANTFLOW_DEFAULT_CLIENT             | bank          | grantflow.default-client is bank, and there is no such name under grantflow.clients: use one of [shop]
          """)
  void a_wrong_value_is_told_in_one_line(String variable, String value, String sentence) {
    assertThat(failure(Map.of(variable, value))).isEqualTo(sentence);
  }

  @Test
  void a_management_port_that_strangers_reach_is_told_in_one_line() {
    assertThat(failure(Map.of("GRANTFLOW_PORT", "8099", "GRANTFLOW_MANAGEMENT_PORT", "8099")))
        .isEqualTo(
            "GRANTFLOW_MANAGEMENT_PORT is 8099 and must be another port than GRANTFLOW_PORT, which"
                + " strangers reach");
  }

  @Test
  void a_management_port_that_serves_tls_to_strangers_is_told_in_one_line() {
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
  void a_file_without_the_issuers_keys_is_told_in_one_line() throws IOException {
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
  void a_missing_variable_is_told_in_one_line() {
    assertThat(failure(Map.of("GRANTFLOW_PUBLIC_URI", "")))
        .isEqualTo("the environment variable GRANTFLOW_PUBLIC_URI is not set");
  }

  @Test
  void a_missing_property_is_told_in_one_line() {
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
  void a_misspelled_setting_is_told_in_one_line(String variable, String like) {
    assertThat(failure(Map.of(variable, "x")))
        .isEqualTo("%s is no setting; the one like it is %s".formatted(variable, like));
  }

  @Test
  void a_missing_key_file_is_told_in_one_line() {
    var file = folder.resolve("none.pem");

    assertThat(failure(Map.of(CLIENT + "KEY_FILE", file.toString())))
        .isEqualTo(
            "grantflow.clients.shop.key-file: %s does not exist. An unencrypted Ed25519 private key"
                    .formatted(file)
                + " as PKCS#8 PEM is needed, as Open Payments wallets hand it out.");
  }

  @Test
  void a_missing_keyset_is_told_in_one_line() {
    assertThat(failure(Map.of(SandboxKeyset.VARIABLE, "")))
        .isEqualTo("grantflow.encryption.keyset-file is not set, and there is no default for it");
  }

  @Test
  void a_keyset_that_is_none_is_told_in_one_line() throws IOException {
    var file = Files.writeString(folder.resolve("keyset.json"), "{}");

    assertThat(failure(Map.of(SandboxKeyset.VARIABLE, file.toString())))
        .isEqualTo(
            "grantflow.encryption.keyset-file: %s is no Tink keyset in JSON and in clear, or an empty one;"
                    .formatted(file)
                + " make one by: java -jar grantflow.jar keyset create keyset.json, see"
                + " docs/operations.md");
  }

  /// The one sentence that is said.
  ///
  /// @param changed what is mistaken in an otherwise right environment; empty takes a variable out
  private String failure(Map<String, String> changed) {
    var variables = new HashMap<String, Object>();
    variables.put("GRANTFLOW_PORT", "0");
    variables.put("GRANTFLOW_MANAGEMENT_PORT", "0");
    variables.put("GRANTFLOW_PUBLIC_URI", "https://grants.example");
    variables.put(SandboxKeyset.VARIABLE, SandboxKeyset.shared().toString());
    variables.put(CLIENT + "WALLET_ADDRESS", "https://wallet.example/shop");
    variables.put(CLIENT + "KEY_ID", "shop-key");
    variables.put(CLIENT + "KEY_FILE", SandboxKey.make("shop-key", folder).file().toString());
    variables.putAll(changed);
    variables.values().removeIf(""::equals);
    var sentences = sentences(variables);
    assertThat(sentences).hasSize(1);
    return sentences.getFirst();
  }

  /// In place of the variables of this process.
  private static List<String> sentences(Map<String, Object> variables) {
    var source =
        PropertySource.of(
            "env",
            variables,
            PropertyConvention.ENVIRONMENT_VARIABLE,
            PropertySource.Origin.of("env"));
    var service =
        ApplicationContext.builder()
            .banner(false)
            .environmentPropertySource(false)
            .propertySources(source)
            .build();
    try (service) {
      return Sentences.of(catchThrowable(service::start));
    }
  }
}
