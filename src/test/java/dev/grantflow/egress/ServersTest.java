package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServersTest {

  private final MovableTicker time = new MovableTicker();
  private final Servers servers = servers(time);

  private static Servers servers(Ticker ticker) {
    return new Servers(new BulkheadSettings(1), EgressSettingsTest.CIRCUIT_DEFAULTS, ticker);
  }

  private static Origin origin(String uri) {
    return Origin.of(URI.create(uri)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          https://as.example/a,     https://AS.example:443/b?c, true
          http://as.example,        http://as.example:80/,      true
          https://as.example/a,     https://as.example:8443/a,  false
          https://as.example/a,     http://as.example/a,        false
          https://as.example/a,     https://bs.example/a,       false
          """)
  void servers_are_told_apart_by_scheme_host_and_port(String one, String other, boolean same) {
    assertThat(origin(one).equals(origin(other))).isEqualTo(same);
    assertThat(servers.visit(origin(one)) == servers.visit(origin(other))).isEqualTo(same);
  }

  @Test
  void a_server_is_remembered_for_a_while_after_its_last_call() {
    var origin = origin("https://as.example/");
    var before = servers.visit(origin);
    servers.leave(origin);
    time.pass(Servers.IDLE_MAX.minusNanos(1));

    assertThat(servers.visit(origin)).isSameAs(before);
    servers.leave(origin);
    time.pass(Servers.IDLE_MAX.plusNanos(1));

    assertThat(servers.visit(origin)).isNotSameAs(before);
  }

  @Test
  void however_many_are_named_few_are_remembered_and_none_with_calls_in_flight_is_forgotten() {
    var origin = origin("https://as.example/");
    var inFlight = servers.visit(origin);

    IntStream.range(0, 3 * Servers.SERVERS_MAX)
        .mapToObj(n -> origin("https://host-" + n + ".example/"))
        .forEach(
            other -> {
              servers.visit(other);
              servers.leave(other);
            });

    servers.settle();
    assertThat(servers.all()).hasSizeLessThanOrEqualTo(Servers.SERVERS_MAX + 1);
    assertThat(servers.visit(origin)).isSameAs(inFlight);
  }
}
