package dev.grantflow.egress;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;

/// The servers that were called lately. Anyone may name servers, by wallet addresses, so no more
/// than [#SERVERS_MAX] are remembered, and none for longer than [#IDLE_MAX] after its last call.
/// One with calls in flight is never forgotten; one whose circuit is open only where more than that
/// many others were called meanwhile. Thread-safe.
final class Servers {

  static final int SERVERS_MAX = 10_000;

  /// Longer than a call or an open circuit can last.
  static final Duration IDLE_MAX = Duration.ofMinutes(15);

  private final BulkheadSettings bulkhead;
  private final CircuitSettings circuit;
  private final Ticker ticker;
  private final Cache<Origin, Known> cache;
  private final ConcurrentMap<Origin, Known> known;

  /// What weighs nothing is not evicted.
  private record Known(Server server, int visitors) {
    int weight() {
      return visitors == 0 ? 1 : 0;
    }
  }

  Servers(BulkheadSettings bulkhead, CircuitSettings circuit, Ticker ticker) {
    this.bulkhead = bulkhead;
    this.circuit = circuit;
    this.ticker = ticker;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(SERVERS_MAX)
            .weigher((Origin _, Known it) -> it.weight())
            .expireAfterAccess(IDLE_MAX)
            .ticker(ticker)
            .build();
    this.known = cache.asMap();
  }

  /// To be followed by [#leave].
  Server visit(Origin origin) {
    return visited(origin).server();
  }

  private Known visited(Origin origin) {
    return Objects.requireNonNull(
        known.compute(
            origin,
            (_, present) ->
                present == null
                    ? new Known(new Server(origin, bulkhead, circuit, ticker), 1)
                    : new Known(present.server(), present.visitors() + 1)));
  }

  void leave(Origin origin) {
    known.computeIfPresent(
        origin, (_, present) -> new Known(present.server(), present.visitors() - 1));
  }

  /// For looking only.
  List<Server> all() {
    return known.values().stream().map(Known::server).toList();
  }

  /// Forgets now what is to be forgotten soon.
  void settle() {
    cache.cleanUp();
  }
}
