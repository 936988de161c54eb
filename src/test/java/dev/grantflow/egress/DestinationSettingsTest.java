package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.PartialContexts;
import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationSettingsTest {

  static final DestinationSettings DEFAULTS =
      new DestinationSettings(List.of("443"), null, null, null);

  @TempDir Path folder;

  private static ApplicationContext start(Map<String, Object> properties) {
    return PartialContexts.of(Egress.class, properties).start();
  }

  @Test
  void has_safe_defaults() {
    try (var context = start(Map.of())) {
      assertThat(context.getBean(DestinationSettings.class)).isEqualTo(DEFAULTS);
      assertThat(context.getBean(SandboxSettings.class)).isEqualTo(new SandboxSettings(false));
    }
  }

  @Test
  void reads_every_property() {
    var properties =
        Map.<String, Object>of(
            "grantflow.egress.ports", "443,8443",
            "grantflow.egress.hosts-allowed", "*.wallet.example,auth.example",
            "grantflow.egress.hosts-denied", "bad.wallet.example",
            "grantflow.sandbox", true);
    try (var context = start(properties)) {
      assertThat(context.getBean(DestinationSettings.class))
          .isEqualTo(
              new DestinationSettings(
                  List.of("443", "8443"),
                  List.of("*.wallet.example", "auth.example"),
                  List.of("bad.wallet.example"),
                  null));
      assertThat(context.getBean(SandboxSettings.class)).isEqualTo(new SandboxSettings(true));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ports         | 0            | grantflow.egress.ports is 0: give port numbers such as 443,8443, or any
          ports         | 443,65536    | grantflow.egress.ports is 443,65536: give port numbers such as 443,8443, or any
          ports         | https        | grantflow.egress.ports is https: give port numbers such as 443,8443, or any
          ports         | 443,any      | grantflow.egress.ports is 443,any: give port numbers such as 443,8443, or any
          hosts-allowed | https://a.b/ | grantflow.egress.hosts-allowed is https://a.b/: give hosts such as wallet.example or *.wallet.example
          hosts-allowed | *            | grantflow.egress.hosts-allowed is *: give hosts such as wallet.example or *.wallet.example
          hosts-denied  | a.*.example  | grantflow.egress.hosts-denied is a.*.example: give hosts such as wallet.example or *.wallet.example
          hosts-denied  | a b          | grantflow.egress.hosts-denied is a b: give hosts such as wallet.example or *.wallet.example
          """)
  void a_mistake_stops_the_start(String property, String value, String message) {
    assertThatThrownBy(() -> start(Map.of("grantflow.egress." + property, value)))
        .hasStackTraceContaining(message);
  }

  @Test
  void an_allow_list_that_allows_nobody_stops_the_start() {
    assertThatThrownBy(() -> new DestinationSettings(List.of("443"), List.of(), null, null))
        .hasMessage(
            "grantflow.egress.hosts-allowed is : give hosts such as wallet.example or"
                + " *.wallet.example");
  }

  @Test
  void a_trust_file_that_is_none_stops_the_start() throws Exception {
    var file = Files.writeString(folder.resolve("ca.pem"), "no certificate");

    assertThatThrownBy(() -> start(Map.of("grantflow.egress.trust-file", file.toString())))
        .hasStackTraceContaining(
            "grantflow.egress.trust-file: %s is no readable PEM file of X.509 certificates"
                .formatted(file));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, wallet.example, true",
        "wallet.example, -, wallet.example, true",
        "wallet.example, -, WALLET.Example, true",
        "wallet.example, -, wallet.example., true",
        "Wallet.Example., -, wallet.example, true",
        "wallet.example, -, auth.wallet.example, false",
        "wallet.example, -, wallet.example.evil.example, false",
        "wallet.example, -, notwallet.example, false",
        "*.wallet.example, -, auth.wallet.example, true",
        "*.wallet.example, -, a.b.wallet.example, true",
        "*.wallet.example, -, wallet.example, false",
        "*.wallet.example, -, evilwallet.example, false",
        "bücher.example, -, xn--bcher-kva.example, true",
        "*.bücher.example, -, a.XN--BCHER-KVA.example., true",
        "-, bücher.example, XN--BCHER-kva.example, false",
        "-, wallet.example, wallet.example, false",
        "-, wallet.example, WALLET.EXAMPLE., false",
        "-, *.evil.example, a.evil.example, false",
        "-, *.evil.example, evil.example, true",
        "*.wallet.example, bad.wallet.example, bad.wallet.example, false",
        "*.wallet.example, bad.wallet.example, good.wallet.example, true",
        "'[2606:4700::1]', -, '[2606:4700:0:0::0001]', true",
        "-, '[2606:4700:0:0::0001]', '[2606:4700::1]', false",
      })
  void hosts_are_allowed_and_denied_however_they_are_written(
      @Nullable String allowed, @Nullable String denied, String host, boolean mayBeCalled) {
    var where = new DestinationSettings(List.of("443"), list(allowed), list(denied), null);

    var objection =
        new EgressPolicy(EgressSettingsTest.DEFAULTS, where)
            .objectionTo(URI.create("https://" + host + "/"));

    assertThat(objection.isEmpty()).isEqualTo(mayBeCalled);
  }

  private static @Nullable List<String> list(@Nullable String entry) {
    return entry == null ? null : List.of(entry);
  }

  @ParameterizedTest
  @CsvSource({
    "443, https://as.example/, true",
    "443, https://as.example:443/, true",
    "443, https://as.example:/, true",
    "443, https://as.example:8443/, false",
    "8443, https://as.example:8443/, true",
    "8443, https://as.example/, false",
    "any, https://as.example:1/, true",
    "any, https://as.example:0/, false",
    "any, https://as.example:65536/, false",
  })
  void ports_are_allowed_one_by_one(String ports, String uri, boolean mayBeCalled) {
    var where = new DestinationSettings(List.of(ports), null, null, null);

    var objection =
        new EgressPolicy(EgressSettingsTest.DEFAULTS, where).objectionTo(URI.create(uri));

    assertThat(objection.isEmpty()).isEqualTo(mayBeCalled);
  }
}
