package dev.grantflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.env.EnvironmentPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import io.micronaut.context.env.SystemPropertiesPropertySource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownSettingsTest {

  private static final KnownSettings KNOWN =
      new KnownSettings(
          Set.of(
              "grantflow.public-uri",
              "grantflow.sandbox",
              "grantflow.egress.hosts-allowed",
              "grantflow.egress.circuit.window",
              "grantflow.kafka.topics",
              "grantflow.security.clients-claim",
              "grantflow.tokens.inline-allowed",
              "grantflow.clients.*.access-types",
              "grantflow.clients.*.amounts-max",
              "grantflow.clients.*.key-file",
              "grantflow.clients.*.keys.*.active-from",
              "grantflow.clients.*.keys.*.servers",
              "grantflow.clients.*.return-uris",
              "grantflow.clients.*.servers"),
          Set.of(
              "grantflow.public-uri",
              "grantflow.egress.hosts-allowed",
              "grantflow.clients.my-shop.amounts-max",
              "grantflow.clients.shop.access-types",
              "grantflow.clients.shop.amounts-max",
              "grantflow.clients.shop.key-file",
              "grantflow.clients.shop.keys.next.active-from",
              "grantflow.clients.shop.return-uris",
              "grantflow.clients.shop.servers"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grantflow.public-uri",
        "grantflow.publicUri",
        "grantflow.egress.hosts-allowed",
        "grantflow.egress.hosts-allowed[1]",
        "grantflow.egress.circuit.window",
        "grantflow.clients.shop.amounts-max",
        "grantflow.clients.shop.amountsMax",
        "grantflow.clients.shop.return-uris[0]",
        "grantflow.clients.shop.keys.next.active-from",
        "grantflow.clients.shop.keys.next.activeFrom",
        "grantflowers.egress",
        "test.web.alone",
        "some.other"
      })
  void a_property_that_there_is_or_that_is_not_ours(String name) {
    assertThat(property(name)).isEmpty();
    assertThat(systemProperty(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANTFLOW_PUBLIC_URI",
        "GRANTFLOW_PORT",
        "GRANTFLOW_MANAGEMENT_PORT",
        "GRANTFLOW_EGRESS_HOSTS_ALLOWED",
        "GRANTFLOW_EGRESS_HOSTS_ALLOWED_0",
        "GRANTFLOW_EGRESS_HOSTS_ALLOWED_17",
        "GRANTFLOW_CLIENTS_SHOP_KEY_FILE",
        "GRANTFLOW_CLIENTS_MY_SHOP_AMOUNTS_MAX",
        "GRANTFLOW_CLIENTS_SHOP_RETURN_URIS_0",
        "GRANTFLOW_CLIENTS_SHOP_KEYS_NEXT_ACTIVE_FROM",
        "PATH"
      })
  void a_variable_that_there_is_or_that_is_not_ours(String name) {
    assertThat(variable(name, "x")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GRANTFLOW_SERVICE_HOST, 10.0.0.1",
    "GRANTFLOW_SERVICE_PORT, 8080",
    "GRANTFLOW_SERVICE_PORT_HTTP, 8080",
    "GRANTFLOW_PORT_80_TCP, tcp://10.0.0.1:80",
    "GRANTFLOW_PORT_80_TCP_PROTO, tcp",
    "GRANTFLOW_ADMIN_PORT_80_TCP_ADDR, 10.0.0.1",
    "GRANTFLOW_DNS_SERVICE_PORT_53, 53",
    "GRANTFLOW_PORT_8080_TCP, tcp://10.0.0.1:8080",
    "GRANTFLOW_PORT_8080_TCP_ADDR, 10.0.0.1",
    "GRANTFLOW_ADMIN_SERVICE_HOST, 10.0.0.1",
    "GRANTFLOW_ADMIN_PORT, tcp://10.0.0.1:8081",
  })
  void what_kubernetes_tells_of_services_is_no_setting(String name, String value) {
    assertThat(variable(name, value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "grantflow.egress.host-allowed, grantflow.egress.hosts-allowed",
    "grantflow.security.client-claim, grantflow.security.clients-claim",
    "grantflow.tokens.inline-alowed, grantflow.tokens.inline-allowed",
    "grantflow.sandbx, grantflow.sandbox",
    "grantflow.clients.shop.amount-max, grantflow.clients.{name}.amounts-max",
    "grantflow.clients.shop.amounts.max, grantflow.clients.{name}.amounts-max",
    "grantflow.clients.shop.keys.next.active-form,"
        + " grantflow.clients.{name}.keys.{alias}.active-from",
  })
  void a_property_that_is_misspelled_is_told_the_one_like_it(String name, String like) {
    var sentence = "%s is no setting; the one like it is %s".formatted(name, like);

    assertThat(property(name)).isEqualTo(sentence);
    assertThat(systemProperty(name)).isEqualTo(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "GRANTFLOW_EGRESS_HOST_ALLOWED, grantflow.egress.hosts-allowed",
    "GRANTFLOW_SECURITY_CLIENT_CLAIM, grantflow.security.clients-claim",
    "GRANTFLOW_TOKENS_INLINE_ALOWED, grantflow.tokens.inline-allowed",
    "GRANTFLOW_CLIENTS_SHOP_AMOUNT_MAX, grantflow.clients.{name}.amounts-max",
    "GRANTFLOW_CLIENTS_SHOP_ALLOWED_SERVERS, grantflow.clients.{name}.servers",
    "GRANTFLOW_CLIENTS_SHOP_ALLOWED_SERVERS_0, grantflow.clients.{name}.servers",
    "GRANTFLOW_CLIENTS_SHOP_KEYS_NEXT_SERVER, grantflow.clients.{name}.keys.{alias}.servers",
    "GRANTFLOW_CLIENTS_SHOP_LIMITS_AMOUNTS_MAX, grantflow.clients.{name}.amounts-max",
    "GRANTFLOW_CLIENTS_SHOP_LIMIT_ACCESS_TYPES, grantflow.clients.{name}.access-types",
    "GRANTFLOW_CLIENTS_SHOP_KEYS_NEXT_ACTIVE_FORM,"
        + " grantflow.clients.{name}.keys.{alias}.active-from",
  })
  void a_variable_that_is_misspelled_is_told_the_one_like_it(String name, String like) {
    assertThat(variable(name, "x"))
        .isEqualTo("%s is no setting; the one like it is %s".formatted(name, like));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grantflow.egress.allowed-hosts",
        "grantflow.clients.shop.colour",
        "grantflow.clients.shop.keys[0].size"
      })
  void a_property_that_is_like_none_is_named_too(String name) {
    var sentence = name + " is no setting; those that there are stand in docs/configuration.md";

    assertThat(property(name)).isEqualTo(sentence);
    assertThat(systemProperty(name)).isEqualTo(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANTFLOW_EGRES_ALLOWED",
        "GRANTFLOW_MANAGER_PORT",
        "GRANTFLOW_CLIENTS_SHOP_KEYFILE",
        "GRANTFLOW_CLIENTS_SHOP_KEYS_NEXT_ACTIVE"
      })
  void a_variable_that_is_like_none_is_named_too(String name) {
    assertThat(variable(name, "x"))
        .isEqualTo(name + " is no setting; those that there are stand in docs/configuration.md");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GRANTFLOW_CLIENTS_SHOP_KEYS_2_ACTIVE_FROM", "GRANTFLOW_CLIENTS_SHOP_2_KEY_FILE"})
  void a_variable_whose_name_the_framework_takes_for_a_place_in_a_list_is_told_so(String name) {
    assertThat(variable(name, "x"))
        .isEqualTo(
            name
                + " is no setting; one or two digits between underscores stand for a place in a"
                + " list: choose a name with a letter");
  }

  /// The build's, the sandbox's and the tests' own.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "grantflow.services",
        "grantflow.basedir",
        "grantflow.jar",
        "grantflow.cache",
        "grantflow.log",
        "grantflow.maven.home",
        "grantflow.mysql.url",
        "grantflow.kafka.bootstrap-servers",
        "grantflow.crash.point",
        "grantflow.docs.write",
        "grantflow.fuzz.seed"
      })
  void another_system_property_may_begin_as_ours_do(String name) {
    assertThat(systemProperty(name)).isEmpty();
    assertThat(property(name)).startsWith(name + " is no setting; ");
  }

  @Test
  void what_is_empty_says_nothing() {
    assertThat(variable("GRANTFLOW_EGRESS_HOST_ALLOWED", "")).isEmpty();
  }

  private static String property(String name) {
    return fault("test", name, "x", PropertyConvention.JAVA_PROPERTIES);
  }

  private static String systemProperty(String name) {
    return fault(
        SystemPropertiesPropertySource.NAME, name, "x", PropertyConvention.JAVA_PROPERTIES);
  }

  private static String variable(String name, String value) {
    return fault("env", asRead(name), value, PropertyConvention.ENVIRONMENT_VARIABLE);
  }

  /// What the framework makes of a variable's name before anybody is told of it.
  private static String asRead(String name) {
    try {
      var read =
          EnvironmentPropertySource.class.getDeclaredMethod(
              "getEnv", Map.class, List.class, List.class);
      read.setAccessible(true);
      var names = ((Map<?, ?>) read.invoke(null, Map.of(name, "x"), null, null)).keySet();
      return names.iterator().next().toString();
    } catch (ReflectiveOperationException changed) {
      throw new LinkageError("the framework reads variables in another way", changed);
    }
  }

  private static String fault(
      String source, String name, String value, PropertyConvention convention) {
    var properties =
        PropertySource.of(
            source, Map.of(name, value), convention, PropertySource.Origin.of(source));
    return UnknownSettings.faults(List.of(properties), KNOWN)
        .map(Fault::sentence)
        .collect(Collectors.joining());
  }
}
