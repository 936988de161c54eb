package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.Input;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/// Records an answer even when the database is away for a while: an answer cannot be asked for
/// again. It tries for a lease longer than the claim's own lasts: while the database is away nobody
/// else can take the grant over, and as long as nobody has, the answer counts. How many wait here
/// is bounded by the calls that may be in flight.
@Singleton
final class AnswerRecorder {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  private final GrantChanges changes;
  private final Outages outages;
  private final EngineSettings settings;
  private final InstantSource clock;

  AnswerRecorder(
      GrantChanges changes, Outages outages, EngineSettings settings, InstantSource clock) {
    this.changes = changes;
    this.outages = outages;
    this.settings = settings;
    this.clock = clock;
  }

  /// @throws RuntimeException the outage that lasted too long, or a fault, which no repetition
  ///   mends
  Change record(Grant claimed, Answer answer) throws InterruptedException {
    var input = new Input.Answered(answer);
    var latest = claimed.state().due().orElseGet(clock::instant).plus(settings.lease());
    for (var pause = FIRST_PAUSE; ; pause = doubled(pause)) {
      try {
        return changes.apply(claimed, input);
      } catch (RuntimeException thrown) {
        if (!outages.isOutage(thrown) || !clock.instant().plus(pause).isBefore(latest)) {
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
