package dev.grantflow.engine;

import dev.grantflow.egress.EgressSettings;
import io.micronaut.context.annotation.Context;

/// Holds two settings against each other: with a lease that ends before a call must have ended, a
/// cancellation may be sent beside a continuation in flight, which was seen to leave a live token.
@Context
final class LeaseCheck {

  /// @throws IllegalArgumentException naming both properties, their values and what they must be
  LeaseCheck(EngineSettings engine, EgressSettings egress) {
    if (engine.lease().compareTo(egress.deadline()) <= 0) {
      throw new IllegalArgumentException(
          "grantflow.engine.lease is %s and must be longer than grantflow.egress.deadline, which is %s"
              .formatted(engine.lease(), egress.deadline()));
    }
  }
}
