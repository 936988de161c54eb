package dev.grantflow.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.apache.hc.client5.http.DnsResolver;

/// Looks names up for the HTTP client and lets the policy decide on what comes back, directly
/// before those addresses are connected to. One forbidden address refuses the name: a mixed answer
/// is how a rebinding name looks.
final class GuardedResolver implements DnsResolver, AutoCloseable {

  private final NameLookups lookups;
  private final EgressPolicy policy;
  private final Duration timeout;

  GuardedResolver(NameLookups lookups, EgressPolicy policy, Duration timeout) {
    this.lookups = lookups;
    this.policy = policy;
    this.timeout = timeout;
  }

  /// The host of the URI is looked up, byte for byte as the policy has seen it: the library has
  /// turned `xn--` names into Unicode, which neither is the same name for sure nor can be resolved.
  @Override
  public InetAddress[] resolve(String ignored) throws UnknownHostException {
    var call = Call.current();
    var addresses =
        lookups.addressesOf(
            call.host(), Duration.ofNanos(Math.min(timeout.toNanos(), call.remainingNanos())));
    if (addresses.isEmpty()) {
      throw new UnknownHostException("no address");
    }
    for (InetAddress address : addresses) {
      var objection = policy.objectionTo(address);
      if (objection.isPresent()) {
        throw new AddressRefusedException(objection.get());
      }
    }
    return addresses.toArray(InetAddress[]::new);
  }

  /// Only authentication schemes that we do not speak would ask for it.
  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  @Override
  public void close() {
    lookups.close();
  }
}
