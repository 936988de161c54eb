package dev.grantflow.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/// What holds for any backoff.
class BackoffPropertyTest {

  @Provide
  Arbitrary<Duration> bases() {
    return Arbitraries.longs().between(1, 3_600_000).map(Duration::ofMillis);
  }

  @Property(edgeCases = EdgeCasesMode.MIXIN)
  void backoff_grows_from_nothing_to_its_cap_and_no_further(
      @ForAll("bases") Duration base,
      @ForAll @LongRange(min = 1, max = 100_000) long factor,
      @ForAll @IntRange(min = 0) int attempts,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double jitter) {
    var cap = base.multipliedBy(factor);

    var delay = new Backoff(base, cap).delay(attempts, jitter);

    assertThat(delay).isBetween(Duration.ZERO, cap);
    if (attempts <= 1) {
      assertThat(delay).isLessThanOrEqualTo(base);
    }
  }
}
