package dev.grantflow.egress;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;

/// How much of this replica one server may hold. A wrong value stops the start.
///
/// @param callsPerServerMax calls to one scheme, host and port in flight at most; as many more
///   grants may wait for a wallet address document that one of them asks for
@Context
@ConfigurationProperties("grantflow.egress")
public record BulkheadSettings(@Bindable(defaultValue = "32") int callsPerServerMax) {

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  public BulkheadSettings {
    if (callsPerServerMax < 1) {
      throw new IllegalArgumentException(
          "grantflow.egress.calls-per-server-max is %d: give a number of at least 1"
              .formatted(callsPerServerMax));
    }
  }
}
