package dev.grantflow.egress;

import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;

/// How much of this replica one server may hold. A wrong value stops the start.
///
/// @param callsPerServerMax calls to one server (scheme, host and port) in flight at most, per
///   replica; as many more may wait for their turn, and as many for a wallet address that one of
///   them asks for. More than `connections-per-host-max` are of no use
@Context
@ConfigurationProperties("grantflow.egress")
public record BulkheadSettings(@Bindable(defaultValue = "32") int callsPerServerMax) {

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  public BulkheadSettings {
    var faults = new Faults("grantflow.egress");
    faults.check(callsPerServerMax >= 1, "calls-per-server-max", callsPerServerMax, "at least 1");
    faults.end();
  }
}
