package dev.grantflow.egress;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// What the servers of one registered domain may hold of this replica together, however well they
/// have answered before: they are somebody's, and cost nothing. An address has no domain, and
/// neither has a name without a dot; the limit of each server is enough for them. Nothing is
/// remembered of a domain without calls in flight. Thread-safe.
final class Domains {

  private final int callsMax;
  private final Ticker ticker;
  private final ConcurrentMap<String, Visited> visited = new ConcurrentHashMap<>();

  private record Visited(Share share, int visitors) {}

  /// @param callsMax to one domain in flight
  Domains(int callsMax, Ticker ticker) {
    this.callsMax = callsMax;
    this.ticker = ticker;
  }

  /// @return what the call brings; when to come again where its domain has no place for it
  Exchange within(Origin origin, Supplier<Exchange> call) {
    var host = origin.host();
    if (HostName.isAddress(host) || !host.contains(".")) {
      return call.get();
    }
    var domain = HostName.domainOf(host);
    var share = visit(domain);
    try {
      return share.within(origin, call);
    } finally {
      leave(domain);
    }
  }

  private Share visit(String domain) {
    return Objects.requireNonNull(
            visited.compute(
                domain,
                (_, present) ->
                    present == null
                        ? new Visited(share(), 1)
                        : new Visited(present.share(), present.visitors() + 1)))
        .share();
  }

  private Share share() {
    return new Share(
        callsMax,
        "%s: %d calls to servers of its domain are in flight, as many as one domain may have",
        ticker);
  }

  private void leave(String domain) {
    visited.computeIfPresent(
        domain,
        (_, present) ->
            present.visitors() == 1 ? null : new Visited(present.share(), present.visitors() - 1));
  }

  /// Domains that calls are in flight to.
  int size() {
    return visited.size();
  }
}
