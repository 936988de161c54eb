package dev.grantflow.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/// Looks names up for the HTTP client and lets the policy decide on what comes back, directly
/// before those addresses are connected to. One forbidden address refuses the name: a mixed answer
/// is how a rebinding name looks.
///
/// The JDK's lookup can neither be interrupted nor bounded and would hold a virtual thread's
/// carrier, so it runs on a few platform threads and is waited for. Of one name there is one lookup
/// at a time, so that a name server that hangs does not hold them all.
final class GuardedResolver implements DnsResolver, AutoCloseable {

  private static final int THREADS_MAX = 32;

  private final AddressLookup lookup;
  private final EgressPolicy policy;
  private final Duration timeout;
  private final ThreadPoolExecutor lookups;
  private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> underWay =
      new ConcurrentHashMap<>();

  GuardedResolver(AddressLookup lookup, EgressPolicy policy, Duration timeout) {
    this.lookup = lookup;
    this.policy = policy;
    this.timeout = timeout;
    this.lookups =
        new ThreadPoolExecutor(
            THREADS_MAX,
            THREADS_MAX,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("egress-lookup-", 0).factory());
    this.lookups.allowCoreThreadTimeOut(true);
  }

  /// The host of the URI is looked up, byte for byte as the policy has seen it: the library has
  /// turned `xn--` names into Unicode, which neither is the same name for sure nor can be resolved.
  @Override
  public InetAddress[] resolve(String ignored) throws UnknownHostException {
    InetAddress[] addresses = addressesOf(Call.current().host());
    if (addresses.length == 0) {
      throw new UnknownHostException("no address");
    }
    for (InetAddress address : addresses) {
      var objection = policy.objectionTo(address);
      if (objection.isPresent()) {
        throw new AddressRefusedException(objection.get());
      }
    }
    return addresses;
  }

  /// Only authentication schemes that we do not speak would ask for it.
  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  private InetAddress[] addressesOf(String host) throws UnknownHostException {
    try {
      return underWay
          .computeIfAbsent(host, this::lookUp)
          .get(Math.min(timeout.toNanos(), Call.current().remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw unknown("lookup timed out", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown("lookup interrupted", e);
    } catch (ExecutionException e) {
      throw unknown("lookup failed", e);
    }
  }

  private CompletableFuture<InetAddress[]> lookUp(String host) {
    CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
    lookups.execute(
        () -> {
          try {
            answer.complete(lookup.addressesOf(host));
          } catch (UnknownHostException | RuntimeException | Error fault) {
            answer.completeExceptionally(fault);
          } finally {
            underWay.remove(host, answer);
          }
        });
    return answer;
  }

  private static UnknownHostException unknown(String why, Exception cause) {
    var exception = new UnknownHostException(why);
    exception.initCause(cause);
    return exception;
  }

  @Override
  public void close() {
    lookups.shutdownNow();
  }
}
