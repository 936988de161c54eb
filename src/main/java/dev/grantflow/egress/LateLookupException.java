package dev.grantflow.egress;

import java.net.UnknownHostException;

/// A name whose addresses did not come in time. Whoever holds up lookups need not be who was asked
/// for, so it says nothing of the server.
final class LateLookupException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  LateLookupException() {
    super("lookup timed out");
  }
}
