package dev.grantflow.engine;

import dev.grantflow.client.KeySettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a key stands with a server that has refused it. Thread-safe.
final class KeyStanding {

  /// Refusals in a row of calls with a token that hold back more of them.
  private static final int REFUSALS = 3;

  /// What lies further apart is not in a row.
  private static final Duration IN_A_ROW = Duration.ofMinutes(10);

  private static final int DOUBLINGS_MAX = 20;

  /// As long as somebody finds out whether the key is accepted again.
  private static final Duration WHILE_PROBING = Duration.ofSeconds(2);

  private final KeySettings settings;

  /// Of calls with a token.
  private int refusals;

  /// That were begun by grant requests.
  private int pauses;

  private boolean isProbing;
  private @Nullable Instant refusedAt;

  /// For calls with a token; null where nothing is held back.
  private @Nullable Instant tokensUntil;

  /// For grant requests; null as long as none of them was refused.
  private @Nullable Instant requestsUntil;

  KeyStanding(KeySettings settings) {
    this.settings = settings;
  }

  /// What a call may do.
  enum Turn {
    FREE,
    /// Be made, as the only one, and be followed by [KeyStanding#probeEnds].
    PROBE,
    HELD_BACK
  }

  /// A grant request does not wait for a pause that only calls with a token began.
  synchronized Turn enter(boolean isRequest, Instant now) {
    if (tokensUntil == null) {
      return Turn.FREE;
    }
    var until = isRequest ? requestsUntil : tokensUntil;
    if (isProbing || (until != null && now.isBefore(until))) {
      return Turn.HELD_BACK;
    }
    isProbing = true;
    return Turn.PROBE;
  }

  synchronized void probeEnds() {
    isProbing = false;
  }

  synchronized boolean isPaused() {
    return tokensUntil != null;
  }

  /// Calls that were under way when the pause began do not make it longer, and calls with a token
  /// make none longer: one that is refused holds back its own kind for as long again.
  synchronized void refused(boolean isRequest, boolean isProbe, Instant now) {
    if (isRequest) {
      if (isProbe || requestsUntil == null) {
        requestsUntil = now.plus(pause(pauses));
        tokensUntil = requestsUntil;
        pauses++;
      }
    } else if (tokensUntil == null) {
      refusals = isInARow(now) ? refusals + 1 : 1;
      refusedAt = now;
      tokensUntil = refusals >= REFUSALS ? now.plus(pause(0)) : null;
    } else if (isProbe) {
      tokensUntil = now.plus(pause(Math.max(0, pauses - 1)));
    }
  }

  private boolean isInARow(Instant now) {
    return refusedAt != null && now.isBefore(refusedAt.plus(IN_A_ROW));
  }

  private Duration pause(int doublings) {
    var grown = settings.refusedPause().multipliedBy(1L << Math.min(doublings, DOUBLINGS_MAX));
    return grown.compareTo(settings.refusedPauseMax()) < 0 ? grown : settings.refusedPauseMax();
  }

  /// When to come again: after the pause, and not all at once.
  ///
  /// @param jitter 0 (inclusive) to 1 (exclusive)
  synchronized Duration wait(boolean isRequest, Instant now, double jitter) {
    var until = isRequest ? requestsUntil : tokensUntil;
    var left = until == null ? Duration.ZERO : Duration.between(now, until);
    var least = left.compareTo(WHILE_PROBING) > 0 ? left : WHILE_PROBING;
    return least.plusMillis((long) (least.toMillis() * jitter / 2));
  }
}
