package dev.grantflow.wallet;

import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How long a looked-up wallet address is believed. Created at start, so that a mistake stops the
/// start.
///
/// @param min the least that a wallet address document is believed, whatever `Cache-Control`
///   forbids
/// @param unstated how long it is believed where no `Cache-Control` says
/// @param max the most, whatever `Cache-Control` allows
/// @param entriesMax wallet addresses remembered at a time
@Context
@ConfigurationProperties("grantflow.wallet.cache")
record WalletCacheSettings(
    @Bindable(defaultValue = "0s") Duration min,
    @Bindable(defaultValue = "60s") Duration unstated,
    @Bindable(defaultValue = "10m") Duration max,
    @Bindable(defaultValue = "10000") int entriesMax) {

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int ENTRIES_LIMIT = 1_000_000;

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  WalletCacheSettings {
    var faults = new Faults("grantflow.wallet.cache");
    faults.check(!max.isNegative() && max.compareTo(LONGEST) <= 0, "max", max, "from 0s to 24h");
    faults.checkBeside(
        "max",
        !min.isNegative() && min.compareTo(max) <= 0,
        "min",
        min,
        "from 0s to grantflow.wallet.cache.max, which is " + max);
    faults.check(!unstated.isNegative(), "unstated", unstated, "0s or longer");
    faults.check(
        entriesMax >= 1 && entriesMax <= ENTRIES_LIMIT,
        "entries-max",
        entriesMax,
        "from 1 to " + ENTRIES_LIMIT);
    faults.end();
  }

  /// The duration itself, or the bound that it oversteps.
  Duration bounded(Duration wished) {
    if (wished.compareTo(min) < 0) {
      return min;
    }
    return wished.compareTo(max) > 0 ? max : wished;
  }
}
