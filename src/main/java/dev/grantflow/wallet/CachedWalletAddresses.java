package dev.grantflow.wallet;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.grantflow.egress.BulkheadSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;

/// Remembers what was found, each as long as its own answer allows, and asks once when many want to
/// know the same. What was not found is forgotten at once. Who would wait with too many others for
/// one server is told to come again, so that a server that hangs does not hold all who ask.
@Singleton
final class CachedWalletAddresses implements WalletAddresses {

  private final WalletLookup lookup;
  private final ConcurrentMap<URI, CompletableFuture<LookedUp>> lookedUp;
  private final Waiting waiting;

  @Inject
  CachedWalletAddresses(
      WalletLookup lookup, WalletCacheSettings settings, BulkheadSettings bulkhead) {
    this(lookup, settings, bulkhead, Ticker.systemTicker());
  }

  CachedWalletAddresses(
      WalletLookup lookup, WalletCacheSettings settings, BulkheadSettings bulkhead, Ticker ticker) {
    this.lookup = lookup;
    this.waiting = new Waiting(bulkhead.callsPerServerMax());
    AsyncCache<URI, LookedUp> cache =
        Caffeine.newBuilder()
            .maximumSize(settings.entriesMax())
            .expireAfter(Expiry.<URI, LookedUp>writing((_, entry) -> entry.timeToLive()))
            .ticker(ticker)
            .buildAsync();
    this.lookedUp = cache.asMap();
  }

  /// Who comes first asks, on its own thread; the others wait for that. A future in the map and not
  /// a value computed inside it, because a computation locks out other keys of the same bin.
  @Override
  public Discovery discover(URI walletAddress) {
    CompletableFuture<LookedUp> mine = new CompletableFuture<>();
    CompletableFuture<LookedUp> present = lookedUp.putIfAbsent(walletAddress, mine);
    if (present != null) {
      return waiting.at(walletAddress, () -> present.join().discovery());
    }
    try {
      LookedUp found = lookup.lookUp(walletAddress);
      mine.complete(found);
      return found.discovery();
    } catch (RuntimeException | Error bug) {
      // Those who wait get it too; a failed future leaves the cache by itself.
      mine.completeExceptionally(bug);
      throw bug;
    }
  }
}
