package dev.grantflow.engine;

import dev.grantflow.settings.Faults;
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
/// @param grants from a grant's end to its removal, history included; how long the records of who
///   fetched a token are kept while their grant lives
/// @param earlyRevocations how long a revocation that overtook its request is remembered
/// @param batchSize grants that one transaction removes, at most, and never more than 5,000 rows of
///   what was recorded beside them
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

  private static final String SECTION = "grantflow.retention";
  private static final int BATCH_SIZE_MAX = 10_000;

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  RetentionSettings {
    var faults = new Faults(SECTION);
    faults.check(grants.isPositive(), "grants", grants, "longer than 0s");
    faults.check(
        earlyRevocations.isPositive(), "early-revocations", earlyRevocations, "longer than 0s");
    faults.check(
        batchSize >= 1 && batchSize <= BATCH_SIZE_MAX,
        "batch-size",
        batchSize,
        "from 1 to " + BATCH_SIZE_MAX);
    faults.check(
        interval.compareTo(Duration.ofSeconds(1)) >= 0, "interval", interval, "at least 1s");
    faults.check(!pause.isNegative(), "pause", pause, "0s or longer");
    faults.end();
  }

  /// A request may lag behind its revocation, and be repeated, for as long as its grant may live.
  RetentionSettings atLeast(Duration expiresInMax) {
    var faults = new Faults(SECTION);
    faults.check(grants.compareTo(expiresInMax) > 0, "grants", grants, longerThan(expiresInMax));
    faults.check(
        earlyRevocations.compareTo(expiresInMax) > 0,
        "early-revocations",
        earlyRevocations,
        longerThan(expiresInMax));
    faults.end();
    return this;
  }

  private static String longerThan(Duration expiresInMax) {
    return "longer than grantflow.engine.expires-in-max, which is " + expiresInMax;
  }
}
