package dev.grantflow.wallet;

import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.time.Duration;

/// A look-up's outcome and how long it may be used again; zero means for those who were already
/// waiting for it.
record LookedUp(Discovery discovery, Duration timeToLive) {

  static LookedUp forNow(Discovery discovery) {
    return new LookedUp(discovery, Duration.ZERO);
  }
}
