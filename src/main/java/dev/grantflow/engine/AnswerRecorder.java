package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.Input;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Records an answer even when the database is away for a while: an answer cannot be asked for
/// again. It tries until the claim's lease ends, after which the outcome counts as unknown; how
/// many wait here is bounded by the calls that may be in flight.
@Singleton
final class AnswerRecorder {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  private final GrantChanges changes;
  private final Outages outages;
  private final InstantSource clock;

  AnswerRecorder(GrantChanges changes, Outages outages, InstantSource clock) {
    this.changes = changes;
    this.outages = outages;
    this.clock = clock;
  }

  /// @throws RuntimeException the outage that outlasted the lease, or a fault, which no repetition
  ///   mends
  Change record(Grant claimed, Answer answer) throws InterruptedException {
    var input = new Input.Answered(answer);
    var leaseEnd = claimed.state().due().orElse(Instant.MAX);
    for (var pause = FIRST_PAUSE; ; pause = doubled(pause)) {
      try {
        return changes.apply(claimed, input);
      } catch (RuntimeException thrown) {
        if (!outages.isOutage(thrown) || !clock.instant().plus(pause).isBefore(leaseEnd)) {
          throw thrown;
        }
      }
      Thread.sleep(pause);
    }
  }

  private static Duration doubled(Duration pause) {
    var next = pause.multipliedBy(2);
    return next.compareTo(PAUSE_MAX) < 0 ? next : PAUSE_MAX;
  }
}
