package dev.grantflow.engine;

import dev.grantflow.egress.EgressSettings;
import dev.grantflow.settings.CheckedAtStart;
import io.micronaut.context.annotation.Context;
import java.time.Duration;

/// Holds two settings against each other. In its lease a replica looks a wallet address up and
/// makes a call, and it sends nothing that could outlast the lease: with a shorter one it would
/// never send anything, or a cancellation might be sent beside a continuation in flight, which was
/// seen to leave a live token. A grant request that is made again in another form (see
/// [ClientForms]) may find its time gone; then the next claim, which looks nothing up, has it.
@Context
@CheckedAtStart
final class LeaseCheck {

  /// How far the clocks of two replicas may be apart.
  static final Duration CLOCK_SKEW_MAX = Duration.ofSeconds(1);

  /// @throws IllegalArgumentException naming both properties, their values and what they must be
  LeaseCheck(EngineSettings engine, EgressSettings egress) {
    var least = egress.deadline().multipliedBy(2).plus(CLOCK_SKEW_MAX);
    if (engine.lease().compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "grantflow.engine.lease is %s and must be at least %s: twice grantflow.egress.deadline, which is %s, and a second"
              .formatted(engine.lease(), least, egress.deadline()));
    }
  }
}
