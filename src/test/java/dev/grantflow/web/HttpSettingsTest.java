package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {

  @ParameterizedTest
  @CsvSource({"0, 30, calls-per-source, 0", "300, 1000001, calls-per-id, 1000001"})
  void refuses_a_limit_that_is_none(int source, int id, String property, int value) {
    assertThatThrownBy(() -> new HttpSettings(true, source, id, null))
        .hasMessage(
            "grantflow.http.%s is %d and must be from 1 to 1000000".formatted(property, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy.example",
        "localhost",
        "10.0.0.0/33",
        "::1/129",
        "10.0.0.0/",
        "10.0.0/8/8",
        "fe80::1%eth0",
        "1.2.3.4.5",
        "[::1]",
        "/8"
      })
  void refuses_what_is_no_network(String network) {
    assertThatThrownBy(() -> new HttpSettings(true, 1, 1, List.of("10.0.0.0/8", network)))
        .hasMessage(
            ("grantflow.http.trusted-proxies has %s and must have addresses or networks only, such"
                    + " as 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32")
                .formatted(network));
  }

  @Test
  void takes_networks_and_addresses_of_both_kinds() {
    var proxies = List.of("10.0.0.0/8", "192.0.2.7", "2001:db8::/32", " ::1 ", "0.0.0.0/0");

    assertThat(new HttpSettings(true, 1, 1, proxies).proxies()).hasSize(5);
    assertThat(new HttpSettings(true, 1, 1, null).proxies()).isEmpty();
  }
}
