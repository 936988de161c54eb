package dev.grantflow.engine;

import dev.grantflow.engine.GrantStore.Claimed;
import dev.grantflow.grant.GrantState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;

/// The claims as numbers. Thread-safe.
@Singleton
final class ClaimMeters {

  private final Counter due;
  private final Counter takenOver;
  private final Counter failed;

  ClaimMeters(MeterRegistry meters) {
    due = counter(meters, "due");
    takenOver = counter(meters, "taken_over");
    failed = counter(meters, "failed");
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return meters.counter("grantflow.claims", "outcome", outcome);
  }

  void count(List<Claimed> claimed) {
    claimed.forEach(it -> (isIntent(it.before().state()) ? takenOver : due).increment());
  }

  /// The database would not let anything be claimed.
  void countFailure() {
    failed.increment();
  }

  /// Whose call was announced and never settled: the replica that had it is gone, or was too slow.
  private static boolean isIntent(GrantState state) {
    return switch (state) {
      case GrantState.Requesting _, GrantState.Renewing _ -> true;
      case GrantState.Continuing _, GrantState.Rotating _ -> true;
      case GrantState.Requested _, GrantState.Pending _, GrantState.Polling _ -> false;
      case GrantState.Approved _, GrantState.Finalized _, GrantState.RevokingToken _ -> false;
      case GrantState.Retiring _, GrantState.Renewable _, GrantState.Revoking _ -> false;
      case GrantState.Terminal _ -> false;
    };
  }
}
