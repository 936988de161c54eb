package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.egress.DestinationSettings;
import dev.grantflow.egress.Destinations;
import dev.grantflow.egress.EgressSettings;
import dev.grantflow.egress.SandboxSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxCheckTest {

  private static final DestinationSettings HTTPS_PORT =
      new DestinationSettings(List.of("443"), null, null, null);

  private static void check(
      boolean sandbox, String publicUri, EgressSettings egress, DestinationSettings where) {
    var address = new PublicAddress(URI.create(publicUri));
    var _ = new SandboxCheck(new SandboxSettings(sandbox), address, egress, where);
  }

  private static EgressSettings egress(boolean allowHttp, boolean allowLoopback) {
    var second = Duration.ofSeconds(1);
    return new EgressSettings(second, second, 1, 1, 1, allowHttp, allowLoopback, true);
  }

  @Test
  void production_is_reached_by_https_and_protects_itself() {
    assertThatNoException()
        .isThrownBy(
            () -> check(false, "https://grants.example.com", egress(false, false), HTTPS_PORT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "http://LOCALHOST:8080",
        "https://localhost.",
        "http://127.0.0.1:8080",
        "http://127.1.2.3",
        "http://[::1]:8080",
        "http://[0:0:0:0:0:0:0:1]"
      })
  void a_sandbox_is_reached_on_its_own_machine(String publicUri) {
    assertThatNoException()
        .isThrownBy(() -> check(true, publicUri, egress(true, true), Destinations.ANYWHERE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://grants.example.com",
        "http://10.0.0.1",
        "http://0.0.0.0:8080",
        "https://localhost.example.com",
        "http://grants.localhost",
        "https://notlocalhost",
        "https://127.0.0.1.example.com",
        "http://[::2]",
        "http://[fe80::1]",
        "http://[::1:1]"
      })
  void a_sandbox_is_reached_nowhere_else(String publicUri) {
    assertThatThrownBy(() -> check(true, publicUri, egress(false, false), HTTPS_PORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "grantflow.public-uri is %s, and grantflow.sandbox is true: a sandbox is reached at localhost or 127.0.0.1 only; in production leave grantflow.sandbox out"
                .formatted(publicUri));
  }

  @Test
  void production_has_no_plain_http() {
    assertThatThrownBy(
            () -> check(false, "https://grants.example.com", egress(true, false), HTTPS_PORT))
        .hasMessage(
            "grantflow.egress.allow-http is true, which only a sandbox may have"
                + " (grantflow.sandbox): leave it out in production");
  }

  @Test
  void production_does_not_call_itself() {
    assertThatThrownBy(
            () -> check(false, "https://grants.example.com", egress(false, true), HTTPS_PORT))
        .hasMessage(
            "grantflow.egress.allow-loopback is true, which only a sandbox may have"
                + " (grantflow.sandbox): leave it out in production");
  }

  @Test
  void production_names_the_ports_that_it_calls() {
    assertThatThrownBy(
            () ->
                check(
                    false,
                    "https://grants.example.com",
                    egress(false, false),
                    Destinations.ANYWHERE))
        .hasMessage(
            "grantflow.egress.ports is any, which only a sandbox may have (grantflow.sandbox):"
                + " leave it out in production");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://grants.example.com", "http://localhost:8080"})
  void production_is_not_reached_by_plain_http(String publicUri) {
    assertThatThrownBy(() -> check(false, publicUri, egress(false, false), HTTPS_PORT))
        .hasMessage(
            "grantflow.public-uri is %s and must begin with https://; plain http is for sandboxes (grantflow.sandbox)"
                .formatted(publicUri));
  }
}
