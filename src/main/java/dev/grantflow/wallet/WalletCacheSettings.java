package dev.grantflow.wallet;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How long a looked-up wallet address is believed. Created at start, so that a mistake stops the
/// start.
///
/// @param min the least, even where `Cache-Control` forbids storing
/// @param unstated where there is no `Cache-Control` that says how long
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

  WalletCacheSettings {
    if (max.isNegative() || max.compareTo(LONGEST) > 0) {
      throw wrong("max", max, "give a duration between 0s and 1d, for example 10m");
    }
    if (min.isNegative() || min.compareTo(max) > 0) {
      throw wrong(
          "min", min, "give a duration between 0s and grantflow.wallet.cache.max (" + max + ")");
    }
    if (unstated.isNegative()) {
      throw wrong("unstated", unstated, "give a duration of at least 0s, for example 60s");
    }
    if (entriesMax < 1 || entriesMax > ENTRIES_LIMIT) {
      throw wrong("entries-max", entriesMax, "give a number from 1 to " + ENTRIES_LIMIT);
    }
  }

  /// The duration itself, or the bound that it oversteps.
  Duration bounded(Duration wished) {
    if (wished.compareTo(min) < 0) {
      return min;
    }
    return wished.compareTo(max) > 0 ? max : wished;
  }

  private static IllegalArgumentException wrong(String property, Object value, String remedy) {
    return new IllegalArgumentException(
        "grantflow.wallet.cache." + property + " is " + value + ": " + remedy);
  }
}
