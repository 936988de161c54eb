package dev.grantflow.grant;

import dev.grantflow.grant.Windows.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// The windows of a repeating interval. They are counted as the reference server counts them (the
/// backend of interledger/rafiki, `getInterval` in `outgoing/limits.ts`): `Rn` repeats the first
/// window n times, which makes n + 1 of them, and a window contains its start but not its end. With
/// an end they are counted backwards from it, so that the last one is known even of `R`.
///
/// Each window is reckoned from the anchor, not from its neighbour, and in the anchor's offset:
/// from Jan 31 by `P1M` they begin on Jan 31, Feb 28 or 29, Mar 31. (The reference server adds one
/// window to the next, and in UTC: there such an interval stays on the 28th once it has been
/// there.)
///
/// @param anchor the first window's start, or the last one's end when going backwards
/// @param repetitions null means without end
record Recurrence(
    OffsetDateTime anchor, Step step, boolean isBackwards, @Nullable Long repetitions) {

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /// Further than this from its anchor no boundary lies between the two.
  private static final double REACH_SECONDS = 20_000 * 366.0 * 86_400;

  private static final double ROUNDING = 1.01;

  static Recurrence forwards(OffsetDateTime start, Step step, @Nullable Long repetitions) {
    return new Recurrence(start, step, false, repetitions);
  }

  static Recurrence backwards(OffsetDateTime end, Step step, @Nullable Long repetitions) {
    return new Recurrence(end, step, true, repetitions);
  }

  Windows at(Instant instant) {
    return isBackwards ? backwardsAt(instant) : forwardsAt(instant);
  }

  private Windows forwardsAt(Instant instant) {
    if (instant.isBefore(anchor.toInstant())) {
      return new Windows(null, all());
    }
    long passed = last(instant, count -> !boundary(count).isAfter(instant));
    if (repetitions == null) {
      return new Windows(new Window(boundary(passed), boundary(passed + 1)), null);
    }
    return passed > repetitions
        ? new Windows(null, 0L)
        : new Windows(new Window(boundary(passed), boundary(passed + 1)), repetitions - passed);
  }

  private Windows backwardsAt(Instant instant) {
    if (!instant.isBefore(anchor.toInstant())) {
      return new Windows(null, 0L);
    }
    long later = last(instant, count -> boundary(count).isAfter(instant));
    return repetitions != null && later > repetitions
        ? new Windows(null, all())
        : new Windows(new Window(boundary(later + 1), boundary(later)), later);
  }

  private @Nullable Long all() {
    return repetitions == null ? null : repetitions + 1;
  }

  /// The last number of steps for which the question is answered by yes, as it is for none and for
  /// all up to there. Halves what an estimate leaves, so that it takes at most some 60 looks.
  private long last(Instant instant, LongPredicate isReached) {
    var distance = Duration.between(anchor.toInstant(), instant).abs().toSeconds();
    var steps = (distance + 1) / step.secondsMin() * ROUNDING + 2;
    long yes = 0;
    long no = (long) steps;
    while (no - yes > 1) {
      long middle = yes + (no - yes) / 2;
      if (isReached.test(middle)) {
        yes = middle;
      } else {
        no = middle;
      }
    }
    return yes;
  }

  private Instant boundary(long steps) {
    if (steps * step.secondsMin() > REACH_SECONDS) {
      return isBackwards ? EARLIEST : LATEST;
    }
    var there = step.from(anchor, isBackwards ? -steps : steps).toInstant();
    if (there.isBefore(EARLIEST)) {
      return EARLIEST;
    }
    return there.isAfter(LATEST) ? LATEST : there;
  }
}
