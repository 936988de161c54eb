package dev.grantflow.egress;

import java.time.Duration;

/// Tells those who are held back from a server when to come again, so that they come one by one and
/// as fast as places become free: no place stays empty while somebody waits, and however many wait,
/// they come back no faster than they can be served. Nobody holds a place for them; who comes in
/// time and finds none gets a new turn.
///
/// Times are readings of one monotonic clock in nanoseconds. Thread-safe.
final class WaitingLine {

  /// The line is this long at most; who would stand behind its end comes with those at its front.
  static final Duration LENGTH_MAX = Duration.ofMinutes(5);

  private static final double NEWEST_CALL_COUNTS = 0.2;
  private static final double FIRST_GUESS = Duration.ofMillis(250).toNanos();

  private final int places;
  private double callNanos = FIRST_GUESS;
  private double ageSum;
  private int inFlight;
  private long lastLook;
  private long lastTurn;
  private boolean isEmpty = true;

  /// @param places calls that may be in flight
  WaitingLine(int places) {
    this.places = places;
  }

  synchronized void callBegins(long now) {
    grow(now);
    inFlight++;
  }

  /// @param isMeasure whether its time says how long a call takes
  synchronized void callEnds(long now, long tookNanos, boolean isMeasure) {
    grow(now);
    inFlight--;
    ageSum = inFlight == 0 ? 0 : Math.max(0, ageSum - tookNanos);
    if (isMeasure) {
      callNanos += NEWEST_CALL_COUNTS * (tookNanos - callNanos);
    }
  }

  /// Those who come from now on stand at the front.
  synchronized void clear() {
    isEmpty = true;
  }

  /// The next turn.
  ///
  /// @param notBefore when the server may be called again; the past where it may be already
  /// @param paceMin the least time between two turns
  synchronized Duration turn(long now, long notBefore, Duration paceMin) {
    grow(now);
    double meanAge = inFlight == 0 ? 0 : ageSum / inFlight;
    double call = Math.max(callNanos, meanAge);
    long pace = Math.max(paceMin.toNanos(), (long) (call / places));
    // Calls that began together end together; where they began one after another, their mean age is
    // half a call, and one ends at any moment.
    long free = now + (long) Math.max(0, call - 2 * meanAge);
    long front = Math.max(notBefore, inFlight < places ? now : free);
    long turn = isEmpty ? front + pace : Math.max(lastTurn, front) + pace;
    if (turn - front > LENGTH_MAX.toNanos()) {
      turn = front + pace;
    }
    lastTurn = turn;
    isEmpty = false;
    return Duration.ofNanos(turn - now);
  }

  /// Calls in flight grow older together.
  private void grow(long now) {
    ageSum += (double) inFlight * (now - lastLook);
    lastLook = now;
  }
}
