package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Status;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Committed changes as numbers, and how long grants take to get where somebody waits for them.
/// Thread-safe.
final class ChangeMeters {

  /// The store cuts times to what it can hold.
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private final MeterRegistry meters;

  ChangeMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  void count(Change.Made change, Instant now) {
    var before = change.before();
    var after = change.grant();
    var from = before.state().status();
    var to = after.state().status();
    meters.counter("grantflow.grant.changes", "from", from.name(), "to", to.name()).increment();
    if (isRenewed(before)) {
      return;
    }
    var age = Duration.between(after.acceptedAt(), now);
    if (from == Status.REQUESTED && to == Status.PENDING) {
      meters.timer("grantflow.grant.pending").record(age);
    }
    if (isDecided(from, to)) {
      meters
          .timer("grantflow.grant.decided", "outcome", to.name().toLowerCase(Locale.ROOT))
          .record(age);
    }
  }

  /// Of what ends by way of REVOKING an expiry and a denial alone are told to be the first
  /// decision; anything else may have been granted before.
  private static boolean isDecided(Status from, Status to) {
    return switch (from) {
      case REQUESTED, PENDING, APPROVED ->
          switch (to) {
            case FINALIZED, REJECTED, EXPIRED, FAILED -> true;
            case REQUESTED, PENDING, APPROVED, REVOKING, REVOKED -> false;
          };
      case REVOKING -> to == Status.REJECTED || to == Status.EXPIRED;
      case FINALIZED, REJECTED, EXPIRED, FAILED, REVOKED -> false;
    };
  }

  /// Whether its first token is dead already: its time does not count from the request.
  private static boolean isRenewed(Grant grant) {
    return grant.state() instanceof GrantState.Retiring || isProlonged(grant);
  }

  /// A renewal that begins counts its time anew.
  private static boolean isProlonged(Grant grant) {
    var within = grant.renewWithin();
    return within != null
        && grant.expiresAt().isAfter(grant.acceptedAt().plus(within).plus(MILLISECOND));
  }
}
