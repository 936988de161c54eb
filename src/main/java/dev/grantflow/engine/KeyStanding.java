package dev.grantflow.engine;

import dev.grantflow.client.KeySettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a key stands with a server that has refused it. Thread-safe.
final class KeyStanding {

  /// Refusals in a row, without a grant request among them, that mean the key.
  private static final int REFUSALS = 3;

  private static final int DOUBLINGS_MAX = 20;

  /// As long as somebody finds out whether the key is accepted again.
  private static final Duration WHILE_PROBING = Duration.ofSeconds(2);

  private final KeySettings settings;
  private int refusals;
  private int pauses;
  private boolean isProbing;
  private @Nullable Instant pausedUntil;

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

  synchronized Turn enter(Instant now) {
    if (pausedUntil == null) {
      return Turn.FREE;
    }
    if (now.isBefore(pausedUntil) || isProbing) {
      return Turn.HELD_BACK;
    }
    isProbing = true;
    return Turn.PROBE;
  }

  synchronized void probeEnds() {
    isProbing = false;
  }

  synchronized boolean isPaused() {
    return pausedUntil != null;
  }

  /// Calls that were under way when the pause began do not make it longer.
  synchronized void refused(boolean isForSure, boolean isProbe, Instant now) {
    refusals += isForSure ? REFUSALS : 1;
    if ((pausedUntil == null && refusals >= REFUSALS) || isProbe) {
      pausedUntil = now.plus(pause());
      pauses++;
    }
  }

  private Duration pause() {
    var grown = settings.refusedPause().multipliedBy(1L << Math.min(pauses, DOUBLINGS_MAX));
    return grown.compareTo(settings.refusedPauseMax()) < 0 ? grown : settings.refusedPauseMax();
  }

  /// When to come again: after the pause, and not all at once.
  ///
  /// @param jitter 0 (inclusive) to 1 (exclusive)
  synchronized Duration wait(Instant now, double jitter) {
    var left = pausedUntil == null ? Duration.ZERO : Duration.between(now, pausedUntil);
    var least = left.compareTo(WHILE_PROBING) > 0 ? left : WHILE_PROBING;
    return least.plusMillis((long) (least.toMillis() * jitter / 2));
  }
}
