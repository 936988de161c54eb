package dev.grantflow.wallet;

import dev.grantflow.grant.GrantError;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Bounds how many wait for look-ups at one server that others make. Thread-safe.
final class Waiting {

  private static final Duration COME_AGAIN = Duration.ofSeconds(1);

  private final int perServerMax;
  private final ConcurrentMap<String, Semaphore> servers = new ConcurrentHashMap<>();

  Waiting(int perServerMax) {
    this.perServerMax = perServerMax;
  }

  /// @param result waits for the look-up
  Discovery at(URI walletAddress, Supplier<Discovery> result) {
    String server = String.valueOf(walletAddress.getRawAuthority());
    Semaphore places = servers.computeIfAbsent(server, _ -> new Semaphore(perServerMax));
    if (!places.tryAcquire()) {
      return turnedAway(walletAddress);
    }
    try {
      return result.get();
    } finally {
      places.release();
      forgetIfEmpty(server);
    }
  }

  /// Whoever took the semaphore a moment ago and enters now is not counted: one too many at worst.
  private void forgetIfEmpty(String server) {
    servers.computeIfPresent(
        server, (_, places) -> places.availablePermits() == perServerMax ? null : places);
  }

  private Discovery turnedAway(URI walletAddress) {
    return new Discovery.Unavailable(
        GrantError.of(
            "wallet_address_unavailable",
            "The server %s is slow to answer, and %d grants wait for it already."
                .formatted(walletAddress.getHost(), perServerMax)),
        COME_AGAIN);
  }
}
