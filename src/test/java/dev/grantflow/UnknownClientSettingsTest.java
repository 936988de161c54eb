package dev.grantflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownClientSettingsTest {

  private static final TreeSet<String> KNOWN =
      new TreeSet<>(List.of("amounts-max", "key-file", "keys.*.active-from", "return-uris"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grantflow.clients.shop.amounts-max",
        "grantflow.clients.shop.amountsMax",
        "grantflow.clients.shop.return-uris[0]",
        "grantflow.clients.shop.keys.next.active-from",
        "grantflow.clients.shop.keys.next.activeFrom",
        "grantflow.clients.shop",
        "grantflow.engine.lease",
        "some.other"
      })
  void a_property_that_there_is_or_that_is_not_a_client_s(String name) {
    assertThat(fault(name, PropertyConvention.JAVA_PROPERTIES)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANTFLOW_CLIENTS_SHOP_KEY_FILE",
        "GRANTFLOW_CLIENTS_MY_SHOP_AMOUNTS_MAX",
        "GRANTFLOW_CLIENTS_SHOP_RETURN_URIS_0",
        "GRANTFLOW_CLIENTS_SHOP_KEYS_NEXT_ACTIVE_FROM",
        "GRANTFLOW_PORT_8080_TCP",
        "PATH"
      })
  void a_variable_that_there_is_or_that_is_not_a_client_s(String name) {
    assertThat(fault(name, PropertyConvention.ENVIRONMENT_VARIABLE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grantflow.clients.shop.amount-max",
        "grantflow.clients.shop.amounts.max",
        "grantflow.clients.shop.active-from",
        "grantflow.clients.shop.keys.next.active-form",
        "grantflow.clients.shop.keys[0].active-from",
        "grantflow.clients.shop.keys.active-from"
      })
  void a_property_that_is_misspelled_is_named(String name) {
    assertThat(fault(name, PropertyConvention.JAVA_PROPERTIES)).isEqualTo(told(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANTFLOW_CLIENTS_SHOP_AMOUNT_MAX",
        "GRANTFLOW_CLIENTS_SHOP_KEYFILE",
        "GRANTFLOW_CLIENTS_SHOP_ACTIVE_FROM",
        "GRANTFLOW_CLIENTS_SHOP_KEYS_NEXT_ACTIVE"
      })
  void a_variable_that_is_misspelled_is_named(String name) {
    assertThat(fault(name, PropertyConvention.ENVIRONMENT_VARIABLE)).isEqualTo(told(name));
  }

  private static String told(String name) {
    return name
        + " is no setting of a client instance, whose settings are amounts-max, key-file,"
        + " keys.*.active-from, return-uris";
  }

  private static String fault(String name, PropertyConvention convention) {
    var source =
        PropertySource.of("test", Map.of(name, "x"), convention, PropertySource.Origin.of("test"));
    return UnknownClientSettings.fault(List.of(source), KNOWN).orElse("");
  }
}
