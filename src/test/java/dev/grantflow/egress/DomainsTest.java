package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Exchange.HeldBack;
import dev.grantflow.egress.Exchange.Limit;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One call to a domain at most; the second is made while the first is in flight.
class DomainsTest {

  private static final Exchange CALLED = new Exchange.Refused("called");

  private final Domains domains = new Domains(1, new MovableTicker());

  private static Origin origin(String host) {
    return Origin.of(URI.create("https://" + host + "/")).orElseThrow();
  }

  private Exchange duringOne(String first, String second) {
    return domains.within(origin(first), () -> domains.within(origin(second), () -> CALLED));
  }

  @ParameterizedTest
  @CsvSource({
    "a.evil.example, b.evil.example",
    "a.evil.example, b.c.EVIL.example.",
    "a.evil.co.uk,   b.evil.co.uk",
  })
  void servers_of_one_share_its_places(String first, String second) {
    assertThat(duringOne(first, second))
        .isInstanceOfSatisfying(
            HeldBack.class,
            it -> {
              assertThat(it.limit()).isEqualTo(Limit.BUSY);
              assertThat(it.why()).contains("1 calls to servers of its domain are in flight");
              assertThat(it.retryAfter()).isPositive();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "a.evil.example, a.good.example",
    "evil.co.uk,     good.co.uk",
    "127.0.0.1,      127.0.0.1",
    "127.0.0.1,      10.1.0.1",
    "[::1],          [::1]",
    "localhost,      localhost",
  })
  void others_are_left_alone_and_so_is_what_nobody_registers(String first, String second) {
    assertThat(duringOne(first, second)).isEqualTo(CALLED);
  }

  @Test
  void nothing_is_kept_of_one_without_calls() {
    duringOne("a.evil.example", "b.evil.example");

    assertThat(domains.size()).isZero();
    assertThat(domains.within(origin("b.evil.example"), () -> CALLED)).isEqualTo(CALLED);
  }
}
