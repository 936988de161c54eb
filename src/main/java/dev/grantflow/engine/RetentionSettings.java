package dev.grantflow.engine;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How long what has ended is kept.
///
/// A purged id is forgotten: the same `GrantRequested`, should it be delivered once more, would be
/// accepted anew and make a second grant. So both periods must be longer than the command topic, or
/// whoever sends, may repeat a command.
///
/// @param grants from a grant's end to its removal, history included
/// @param earlyRevocations how long a revocation that overtook its request is remembered
/// @param batchSize rows that one transaction removes, at most
/// @param interval from the end of one round to the next
/// @param pause between two batches of a round, which leaves the database to others
@Context
@ConfigurationProperties("grantflow.retention")
record RetentionSettings(
    @Bindable(defaultValue = "90d") Duration grants,
    @Bindable(defaultValue = "30d") Duration earlyRevocations,
    @Bindable(defaultValue = "200") int batchSize,
    @Bindable(defaultValue = INTERVAL) Duration interval,
    @Bindable(defaultValue = "50ms") Duration pause) {

  static final String INTERVAL = "10m";

  private static final int BATCH_SIZE_MAX = 10_000;

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  RetentionSettings {
    check(grants.isPositive(), "grants", grants, "positive");
    check(earlyRevocations.isPositive(), "early-revocations", earlyRevocations, "positive");
    check(
        batchSize >= 1 && batchSize <= BATCH_SIZE_MAX,
        "batch-size",
        batchSize,
        "from 1 to " + BATCH_SIZE_MAX);
    check(interval.compareTo(Duration.ofSeconds(1)) >= 0, "interval", interval, "at least 1s");
    check(!pause.isNegative(), "pause", pause, "0s or longer");
  }

  /// A request may lag behind its revocation, and be repeated, for as long as its grant may live.
  RetentionSettings atLeast(Duration expiresInMax) {
    check(grants.compareTo(expiresInMax) > 0, "grants", grants, longerThan(expiresInMax));
    check(
        earlyRevocations.compareTo(expiresInMax) > 0,
        "early-revocations",
        earlyRevocations,
        longerThan(expiresInMax));
    return this;
  }

  private static String longerThan(Duration expiresInMax) {
    return "longer than grantflow.engine.expires-in-max, which is " + expiresInMax;
  }

  private static void check(boolean holds, String property, Object value, String demand) {
    if (!holds) {
      throw new IllegalArgumentException(
          "grantflow.retention.%s is %s and must be %s".formatted(property, value, demand));
    }
  }
}
