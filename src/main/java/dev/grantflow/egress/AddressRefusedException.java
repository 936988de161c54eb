package dev.grantflow.egress;

import java.net.UnknownHostException;

/// Carries the policy's objection through the HTTP library, which knows no other way out of a
/// [org.apache.hc.client5.http.DnsResolver].
final class AddressRefusedException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  AddressRefusedException(String objection) {
    super(objection);
  }

  String objection() {
    return String.valueOf(getMessage());
  }
}
